// One rewriter for each kind of container. Each keeps the promises of rewrite_container().
#pragma once

#include "chainlint/write/rewrite.h"

namespace chainlint::write {

// PEM (RFC 7468).
Result<Bytes> rewrite_pem(const formats::Container& read, ByteView original, const ContainerEdit& edit, const RewriteOptions& options);

// PKCS#12 (RFC 7292).
Result<Bytes> rewrite_pkcs12(const formats::Container& read, ByteView original, const ContainerEdit& edit, const RewriteOptions& options);

// PKCS#7 certificate files (RFC 2315, RFC 5652).
Result<Bytes> rewrite_pkcs7(const formats::Container& read, ByteView original, const ContainerEdit& edit, const RewriteOptions& options);

// Java keystores: JKS and JCEKS.
Result<Bytes> rewrite_java_keystore(const formats::Container& read, ByteView original, const ContainerEdit& edit,
                                    const RewriteOptions& options);

// Kubernetes Secrets and ConfigMaps.
Result<Bytes> rewrite_kubernetes(const formats::Container& read, ByteView original, const ContainerEdit& edit,
                                 const RewriteOptions& options);

// The manifest with the value at `place` and `line`, which a reader could not use as it was, as PEM in the encoding of its field.
Result<Bytes> repair_kubernetes_value(const formats::Container& read, ByteView original, const std::string& place, std::uint32_t line,
                                      const RewriteOptions& options);

}  // namespace chainlint::write
