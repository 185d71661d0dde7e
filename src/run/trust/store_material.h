// The exported stores of a Windows machine that --store names.
#pragma once

#include <string>
#include <vector>

#include "chainlint/chain/windows_stores.h"
#include "chainlint/formats/reader.h"
#include "chainlint/report/report.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// Reads each `NAME=FILE`; FILE may be a folder of exports of one store. What a file contains goes to the store; a registry export names its
// stores itself: all of them count, and NAME is then one that it must hold. An export without certificates says that the store is empty,
// if it is of a kind that stands for a whole store.
//
// Mistakes and files that cannot be read are added to `problems`, exports that were read in part to `damaged`.
chain::WindowsStores load_stores(const std::vector<std::string>& arguments, const formats::ReadOptions& reading,
                                 formats::CertificateCache& certificates, UsageProblems& problems,
                                 std::vector<report::InputReport>& damaged);

}  // namespace chainlint::run
