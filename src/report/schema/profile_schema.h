// Schemas of target and client files.
#pragma once

#include "json/json_text.h"

namespace chainlint::report {

OrderedJson target_schema();
OrderedJson client_schema();

}  // namespace chainlint::report
