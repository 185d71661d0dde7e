#include "registry.h"

namespace chainlint {

void read_registry_export(const FileInput&, ReadContext& context, Container& container) {
  container.format = Format::reg;
  report_error(context, container, "format-unsupported", "not read", Location());
}

void read_registry_blob(const FileInput&, ReadContext& context, Container& container) {
  container.format = Format::registry_blob;
  report_error(context, container, "format-unsupported", "not read", Location());
}

}  // namespace chainlint
