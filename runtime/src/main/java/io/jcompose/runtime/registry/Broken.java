package io.jcompose.runtime.registry;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/** Why there was no answer, in words, and whether to ask again is of use. */
final class Broken {
    private Broken() {}

    /** Whether another attempt would end the same way. */
    static boolean forGood(IOException failure) {
        return failure instanceof InterruptedIOException
                || has(failure, ConnectException.class)
                || has(failure, UnresolvedAddressException.class)
                || has(failure, UnknownHostException.class)
                || has(failure, NoRouteToHostException.class)
                || isOfCertificate(failure)
                || speaksNoTls(failure);
    }

    static boolean isOfCertificate(IOException failure) {
        return has(failure, CertificateException.class)
                || has(failure, CertPathBuilderException.class)
                || has(failure, CertPathValidatorException.class);
    }

    /** Whether the other side answered TLS's greeting with something else: a plain registry. */
    static boolean speaksNoTls(IOException failure) {
        return find(
                        failure,
                        cause -> cause instanceof SSLException
                                && String.valueOf(cause.getMessage())
                                        .contains("Unsupported or unrecognized SSL message"))
                .isPresent();
    }

    /**
     * The sentence's end, after the name of the server.
     *
     * @param trusted where a certificate of an own authority would be looked for
     */
    static String words(IOException failure, String trusted) {
        if (has(failure, UnresolvedAddressException.class) || has(failure, UnknownHostException.class)) {
            return "its name is not known: check the spelling and this host's name servers";
        }
        if (failure instanceof HttpConnectTimeoutException) {
            return "no connection came about in time: check the network and firewalls";
        }
        if (has(failure, ConnectException.class) || has(failure, NoRouteToHostException.class)) {
            return "the connection is refused: nothing listens there, or a firewall forbids it";
        }
        if (String.valueOf(failure.getMessage()).contains("received no bytes")) {
            return "the connection was closed before an answer came";
        }
        if (speaksNoTls(failure)) {
            return "it does not speak TLS; if it is to be used without, name it under \"insecure\" in registries.json";
        }
        return ofCertificate(failure, trusted).orElseGet(() -> plain(failure));
    }

    private static Optional<String> ofCertificate(IOException failure, String trusted) {
        if (has(failure, CertificateExpiredException.class)) {
            return Optional.of("its certificate has expired");
        }
        if (has(failure, CertPathBuilderException.class)) {
            return Optional.of(
                    "its certificate is signed by an authority that is not known here; put that one's into " + trusted);
        }
        if (has(failure, CertPathValidatorException.class)) {
            return Optional.of("its certificate is not valid");
        }
        return find(failure, CertificateException.class::isInstance)
                .map(cause -> "its certificate is not for this name: " + Plain.text(cause.getMessage() + "", 200));
    }

    private static String plain(IOException failure) {
        Throwable cause = failure;
        while (cause.getMessage() == null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? "the connection broke off" : Plain.text(message, 300);
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return find(failure, type::isInstance).isPresent();
    }

    private static Optional<Throwable> find(Throwable failure, Predicate<Throwable> wanted) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (wanted.test(cause)) {
                return Optional.of(cause);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }
}
