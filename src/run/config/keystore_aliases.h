// Which entry of a keystore an endpoint uses.
#pragma once

#include <functional>
#include <vector>

#include "chainlint/base/diagnostic.h"
#include "chainlint/config/endpoint.h"
#include "chainlint/run/bundle_files.h"

namespace chainlint::run {

// Removes the bundles of the keystores' other entries. `alias_of`: what is configured for the file of a bundle; null for one that is no
// endpoint's. An alias that no entry has is "config-alias-missing".
Diagnostics choose_keystore_entries(std::vector<ReadBundle>& bundles,
                                    const std::function<const config::KeyAlias*(const ReadBundle&)>& alias_of);

}  // namespace chainlint::run
