// The exported stores of a Windows machine that --store names.
#pragma once

#include <string>
#include <vector>

#include "chainlint/chain/windows_stores.h"
#include "chainlint/formats/reader.h"
#include "chainlint/report/report.h"

namespace chainlint::cli {

// Reads each `NAME=FILE`. A registry export may hold several stores: its own names count, and NAME is then the one that it must hold.
// Mistakes are added to `problems`, exports that were read in part to `damaged`.
WindowsStores load_stores(const std::vector<std::string>& arguments, const ReadOptions& reading, CertificateCache& certificates,
                          std::vector<std::string>& problems, std::vector<InputReport>& damaged);

}  // namespace chainlint::cli
