#include "json.h"

namespace chainlint {

void read_json(const FileInput&, ReadContext& context, Container& container) {
  container.format = Format::json;
  report_error(context, container, "format-unsupported", "not read", Location());
}

}  // namespace chainlint
