/**
 * Files in the format of age (age-encryption.org/v1, C2SP), for X25519 keys and passphrases, by the JDK's own ciphers.
 *
 * <p>Must not know: what is in the files. Start reading at {@link io.jcompose.orchestrator.secret.age.AgeFile}.
 */
@NullMarked
package io.jcompose.orchestrator.secret.age;

import org.jspecify.annotations.NullMarked;
