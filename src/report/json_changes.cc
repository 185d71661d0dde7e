#include "json_parts.h"

namespace chainlint {

nlohmann::ordered_json renewal_json(const RenewalReview&) { return nlohmann::ordered_json::object(); }

}  // namespace chainlint
