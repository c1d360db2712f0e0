package io.jcompose.orchestrator.secret.age;

/** A key or a file that is not what it should be; the message is a sentence for the user. */
public final class AgeException extends Exception {
    AgeException(String message) {
        super(message);
    }
}
