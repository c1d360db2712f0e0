package io.jcompose.runtime.build.dockerfile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON form of arguments: a list of texts in double quotes. */
final class JsonWords {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonWords() {}

    /** Empty when the text is no JSON list: then it is a line for the shell. */
    static Optional<List<String>> read(String text) throws Malformed {
        if (!text.startsWith("[")) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            boolean onlyTexts = true;
            int depth = 0;
            for (JsonToken token = parser.nextToken();
                    token != null && (token != JsonToken.END_ARRAY || depth > 0);
                    token = parser.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                onlyTexts &= token == JsonToken.VALUE_STRING;
                words.add(parser.getText());
            }
            if (parser.nextToken() != null) {
                return Optional.empty();
            }
            if (!onlyTexts) {
                throw new Malformed("only texts in double quotes may stand in the list");
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(words);
    }
}
