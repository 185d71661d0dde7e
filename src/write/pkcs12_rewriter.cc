#include "rewriters.h"

namespace chainlint {

Result<Bytes> rewrite_pkcs12(const Container&, ByteView, const ContainerEdit&, const RewriteOptions&) {
  return Error{"rewrite-unsupported", "this kind of file is not written", {}};
}

}  // namespace chainlint
