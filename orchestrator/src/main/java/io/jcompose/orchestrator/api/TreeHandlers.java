package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.reconcile.Refused;
import java.io.IOException;
import java.util.List;

/** Files into running containers, with Docker's parameters, and out of them. */
final class TreeHandlers {
    private final Api api;

    TreeHandlers(Api api) {
        this.api = api;
    }

    void put(Call call) throws IOException, Refused, BadRequest {
        String directory = call.parameter("path");
        if (directory == null) {
            throw new BadRequest(400, "the parameter \"path\" is missing");
        }
        api.trees().put(call.argument(0), absolute(directory), isSet(call, "copyUIDGID"), call.upload());
        call.json(Call.object());
    }

    private static boolean isSet(Call call, String parameter) {
        String value = call.parameter(parameter);
        return value != null && List.of("1", "true", "").contains(value);
    }

    void delete(Call call) throws IOException, Refused, BadRequest {
        List<String> paths = call.body().texts("paths");
        for (String path : paths) {
            var unused = absolute(path);
        }
        api.trees().delete(call.argument(0), paths);
        call.json(Call.object());
    }

    private static String absolute(String path) throws BadRequest {
        if (!path.startsWith("/")) {
            throw new BadRequest(400, "\"" + path + "\" is no absolute path");
        }
        return path;
    }
}
