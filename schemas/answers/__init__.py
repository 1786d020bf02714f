"""The shapes of answers, as every client may rely on them. Answers are not made with them: stored JSON is spliced.

They describe (schemas/json_schema.py makes the OpenAPI description of them) and judge: tests hold every answer
against them.
"""
