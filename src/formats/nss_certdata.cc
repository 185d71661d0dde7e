#include "nss_certdata.h"

namespace chainlint {

void read_nss_certdata(const FileInput&, ReadContext& context, Container& container) {
  container.format = Format::nss_certdata;
  report_error(context, container, "format-unsupported", "not read", Location());
}

}  // namespace chainlint
