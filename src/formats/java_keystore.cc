#include "java_keystore.h"

namespace chainlint {

void read_java_keystore(const FileInput&, ReadContext& context, Container& container) {
  container.format = Format::jks;
  report_error(context, container, "format-unsupported", "not read", Location());
}

}  // namespace chainlint
