#include "kubernetes.h"

namespace chainlint {

void read_kubernetes(const FileInput&, ReadContext& context, Container& container) {
  container.format = Format::kubernetes;
  report_error(context, container, "format-unsupported", "not read", Location());
}

}  // namespace chainlint
