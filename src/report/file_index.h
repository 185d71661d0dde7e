// Which bundles stand under which file: the order in which reports for people go through a run.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chainlint/report/bundle_writer.h"
#include "chainlint/report/report.h"

namespace chainlint::report {

// Borrows the report.
class FileIndex {
 public:
  explicit FileIndex(const Report& report);

  // The bundles that begin with this file, in the order of the report.
  const std::vector<const BundleReport*>& bundles_of(const std::string& path) const;

  // The bundle that another file begins and this one completes, as a chain or a key; null where there is none.
  const BundleReport* completes(const std::string& path) const;

 private:
  std::unordered_map<std::string_view, std::vector<const BundleReport*>> first_;
  std::unordered_map<std::string_view, const BundleReport*> later_;
  std::vector<const BundleReport*> none_;
};

// "certs/www.crt + chain.pem + private/www.key": the name of the bundle and the files that complete it, those of its own folder by their
// names alone. One that is called otherwise than its first file: "www (certs/www.crt + chain.pem)".
std::string title(const BundleReport& bundle);
std::string title(const BundleOutline& bundle);

}  // namespace chainlint::report
