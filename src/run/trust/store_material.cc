#include "trust/store_material.h"

#include <algorithm>
#include <set>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/run/input_files.h"
#include "inputs/unread_input.h"

namespace chainlint::run {
namespace {

std::vector<std::string> store_names() {
  std::vector<std::string> names;
  for (const chain::StoreName store : chain::kStoreNames.values()) names.emplace_back(chain::to_string(store));
  return names;
}

class Loader {
 public:
  Loader(const formats::ReadOptions& reading, formats::CertificateCache& certificates, UsageProblems& problems,
         std::vector<report::InputReport>& damaged)
      : reading_(reading), certificates_(certificates), problems_(problems), damaged_(damaged) {}

  void load(const std::string& argument);

  chain::WindowsStores stores;

 private:
  void load_file(const std::string& path, chain::StoreName store);
  void report(report::InputReport input);
  bool add(const formats::Container& container, chain::StoreName store);
  void refuse(const std::string& what) { problems_.add("--store", argument_, " " + what); }

  const formats::ReadOptions& reading_;
  formats::CertificateCache& certificates_;
  UsageProblems& problems_;
  std::vector<report::InputReport>& damaged_;
  std::string argument_;                 // that is loaded
  std::set<std::string> named_exports_;  // registry exports that were taken in whole
};

void Loader::load(const std::string& argument) {
  argument_ = argument;
  const std::size_t equals = argument.find('=');
  if (equals == std::string::npos || equals + 1 == argument.size()) {
    refuse("is " + in_quotes(argument) + "; it must be NAME=FILE, where NAME is one of " + join_and(store_names()));
    return;
  }
  const std::string name = argument.substr(0, equals);
  const std::optional<chain::StoreName> store = chain::find_store(name);
  if (!store) {
    const auto suggestion = nearest(name, store_names());
    refuse("names the store " + in_quotes(name) + "; the stores that decide the chain are " + join_and(store_names()) +
           (suggestion ? "; did you mean '" + *suggestion + "'?" : ""));
    return;
  }
  const InputFiles found = find_files({argument.substr(equals + 1)}, reading_.limits);
  for (const Diagnostic& diagnostic : found.diagnostics) refuse(in_quotes(diagnostic.location.path) + " " + diagnostic.message);
  for (const InputFile& file : found.files) load_file(file.path, *store);
  if (found.files.empty() && found.diagnostics.empty()) refuse(in_quotes(argument.substr(equals + 1)) + " contains no file");
}

// False where there is nothing of a store in the file.
bool Loader::add(const formats::Container& container, chain::StoreName store) {
  const chain::NamedStores named = chain::named_stores(container);
  if (named.any && std::find(named.stores.begin(), named.stores.end(), store) == named.stores.end()) {
    std::vector<std::string> held;
    for (const chain::StoreName each : named.stores) held.emplace_back(chain::to_string(each));
    refuse(in_quotes(container.path) + " does not contain the store " + std::string(chain::to_string(store)) +
           " of the machine; stores of the machine in this file: " + (held.empty() ? "none that decides the chain" : join_and(held)));
    return true;
  }
  const bool useful = container.count(formats::EntryKind::certificate) + container.count(formats::EntryKind::trust_list) > 0;
  if (!useful && (container.has_error() || !formats::traits_of(container.format).may_be_empty)) return false;
  if (!named.any || named_exports_.insert(container.path).second) stores.add(container, store);
  return true;
}

void Loader::load_file(const std::string& path, chain::StoreName store) {
  const Result<Bytes> content = read_file(path, reading_.limits);
  if (!content) {
    report(unread_input(path, content.error().code, content.error().message));
    return;
  }
  bool any = false;
  std::vector<report::InputReport> added, others;
  for (const formats::Container& container : formats::read_containers(path, *content, reading_, certificates_)) {
    const bool useful = container.format != formats::Format::archive && add(container, store);
    any |= useful;
    if (container.has_error()) (useful ? added : others).push_back(report::describe_input(container));
  }
  if (!any && others.empty()) {
    others.push_back(unread_input(path, "no-certificate", "contains no certificate; --store needs the export of a store"));
  }
  for (report::InputReport& input : any ? added : others) report(std::move(input));
}

// A file may be for several stores and is reported once.
void Loader::report(report::InputReport input) {
  const bool reported =
      std::any_of(damaged_.begin(), damaged_.end(), [&](const report::InputReport& other) { return other.path == input.path; });
  if (!reported) damaged_.push_back(std::move(input));
}

}  // namespace

chain::WindowsStores load_stores(const std::vector<std::string>& arguments, const formats::ReadOptions& reading,
                                 formats::CertificateCache& certificates, UsageProblems& problems,
                                 std::vector<report::InputReport>& damaged) {
  Loader loader(reading, certificates, problems, damaged);
  for (const std::string& argument : arguments) loader.load(argument);
  return std::move(loader.stores);
}

}  // namespace chainlint::run
