#include "chainlint/base/bytes.h"
