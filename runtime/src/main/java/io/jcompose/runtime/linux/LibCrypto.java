package io.jcompose.runtime.linux;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.annotations.Pinned;
import jnr.ffi.types.size_t;

/** The functions of OpenSSL behind {@link NativeSha256}; old ones, which need no memory of their own. */
@SuppressWarnings("checkstyle:MethodName")
public interface LibCrypto {
    int SHA256_Init(Pointer context);

    int SHA256_Update(Pointer context, @In @Pinned byte[] data, @size_t long length);

    int SHA256_Final(@Out byte[] digest, Pointer context);
}
