import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.ar.ArabicNormalizationFilter;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.fa.PersianAnalyzer;
import org.apache.lucene.analysis.fa.PersianCharFilter;
import org.apache.lucene.analysis.fa.PersianNormalizationFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Reads one JSON string a line and writes its tokens, parted by tabs. `stems`: PersianAnalyzer as it ships. */
public final class Tokens {
  /** PersianAnalyzer without its stem filter, as it was until Lucene 9. */
  private static final class Plain extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer source = new StandardTokenizer();
      TokenStream result = new DecimalDigitFilter(new LowerCaseFilter(source));
      result = new PersianNormalizationFilter(new ArabicNormalizationFilter(result));
      return new TokenStreamComponents(source, new StopFilter(result, PersianAnalyzer.getDefaultStopSet()));
    }

    @Override
    protected java.io.Reader initReader(String field, java.io.Reader reader) {
      return new PersianCharFilter(reader);
    }
  }

  public static void main(String[] arguments) throws IOException {
    Analyzer analyzer = arguments[0].equals("stems") ? new PersianAnalyzer() : new Plain();
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      out.write(tokens(analyzer, unquoted(line)));
      out.write('\n');
      out.flush();
    }
  }

  private static String tokens(Analyzer analyzer, String text) throws IOException {
    var found = new StringBuilder();
    try (TokenStream stream = analyzer.tokenStream("text", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        found.append(found.length() > 0 ? "\t" : "").append(term);
      }
      stream.end();
    }
    return found.toString();
  }

  /** The string that a JSON string of ASCII characters stands for. */
  private static String unquoted(String json) {
    var text = new StringBuilder();
    for (int i = 1; i < json.length() - 1; i++) {
      char letter = json.charAt(i);
      if (letter != '\\') {
        text.append(letter);
        continue;
      }
      letter = json.charAt(++i);
      switch (letter) {
        case 'u' -> {
          text.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
          i += 4;
        }
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 'r' -> text.append('\r');
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        default -> text.append(letter);
      }
    }
    return text.toString();
  }
}
