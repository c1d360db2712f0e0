package io.jcompose.orchestrator.api;

/** A request that the API does not understand; {@code status} is the HTTP status. */
final class BadRequest extends Exception {
    private final int status;

    BadRequest(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
