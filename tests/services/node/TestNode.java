import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * One Elasticsearch node for tests, started from the server's jars alone: no installer, no bootstrap checks, no security.
 * Arguments are settings (name=value). It lives as long as its standard input is open, so no node outlives the tests.
 */
public final class TestNode {
    public static void main(String[] settings) {
        int code = 1;
        try {
            Node node = open(settings);
            node.start();
            while (System.in.read() >= 0) {
                // nobody writes; the end of the stream is the end of the tests
            }
            node.prepareForClose();
            node.close();
            code = 0;
        } catch (Throwable failure) {
            failure.printStackTrace();
        }
        Runtime.getRuntime().halt(code); // threads of a node that could not start keep the JVM alive otherwise
    }

    private static Node open(String[] settings) throws Exception {
        Path home = Path.of(System.getProperty("es.path.home"));
        Path config = Path.of(System.getProperty("es.path.conf"));
        Map<String, String> given = new HashMap<>();
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            given.put(parts[0], parts[1]);
        }
        LogConfigurator.registerErrorListener();
        LogConfigurator.configureESLogging();
        Settings base = Settings.builder().put("path.home", home.toString()).build();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(base, given, config, () -> "test");
        LogConfigurator.setNodeName(given.get("node.name"));
        LogConfigurator.configure(environment, true);
        return new Node(
            environment,
            PluginsLoader.createPluginsLoader(
                PluginsLoader.loadModulesBundles(environment.modulesDir(), false),
                PluginsLoader.loadPluginsBundles(environment.pluginsDir(), false),
                Map.of()
            )
        );
    }
}
