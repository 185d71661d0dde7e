#include "chainlint/run/deployment_choice.h"

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/run/input_files.h"
#include "trust/store_material.h"

namespace chainlint::run {
namespace {

bool is_file(const std::string& argument) { return argument.find('/') != std::string::npos || argument.ends_with(".yaml"); }

// Files of the user among the names; each is loaded once.
std::vector<yaml::SourceFile> read_own(const RunOptions& options, UsageProblems& problems) {
  std::vector<yaml::SourceFile> sources;
  for (const auto* list : {&options.targets, &options.clients}) {
    for (const std::string& path : *list) {
      const bool known = std::any_of(sources.begin(), sources.end(), [&](const yaml::SourceFile& source) { return source.path == path; });
      if (!is_file(path) || known) continue;
      const Result<Bytes> content = options.judged_by->read(path, Limits().file_bytes);
      if (content) {
        sources.push_back({path, std::string(as_text(*content))});
      } else {
        problems.add(in_quotes(path) + " " + content.error().message);
      }
    }
  }
  return sources;
}

template <class T>
const T* defined_in(const std::vector<T>& items, const std::string& path) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const T& item) { return item.source_path == path; });
  return found == items.end() ? nullptr : &*found;
}

// Whether it is said already why a file describes nothing: it was not read, or has mistakes.
bool has_problem(const std::string& path, const std::vector<yaml::SourceFile>& read, const std::vector<std::string>& mistakes) {
  const bool is_read = std::any_of(read.begin(), read.end(), [&](const yaml::SourceFile& source) { return source.path == path; });
  const std::string start = printable(path) + ":";
  return !is_read || std::any_of(mistakes.begin(), mistakes.end(), [&](const std::string& mistake) { return mistake.starts_with(start); });
}

void choose_target(const std::string& argument, DeploymentChoice& choice, UsageProblems& problems) {
  if (is_file(argument)) {
    const profiles::Profile* profile = defined_in(choice.library.targets, argument);
    if (profile == nullptr) problems.add("--target", argument, " " + in_quotes(argument) + " describes no target");
    if (profile != nullptr) choice.request.targets.push_back({profile, ""});
    return;
  }
  const Result<profiles::Target> target = profiles::find_target(choice.library, argument);
  if (target) {
    choice.request.targets.push_back(*target);
  } else {
    problems.add("--target", argument, ": " + target.error().message);
  }
}

void choose_client(const std::string& argument, DeploymentChoice& choice, UsageProblems& problems) {
  std::vector<const chain::ClientModel*>& chosen = choice.request.clients;
  const auto add = [&](const chain::ClientModel* client) {
    if (std::find(chosen.begin(), chosen.end(), client) == chosen.end()) chosen.push_back(client);
  };
  if (argument == "all") {
    for (const chain::ClientModel& client : choice.library.clients) add(&client);
    return;
  }
  const chain::ClientModel* client = is_file(argument) ? defined_in(choice.library.clients, argument) : choice.library.client(argument);
  if (client != nullptr) {
    add(client);
    return;
  }
  std::vector<std::string> names;
  for (const chain::ClientModel& known : choice.library.clients) names.push_back(known.name);
  const auto suggestion = nearest(argument, names);
  problems.add("--client", argument,
               " is " + in_quotes(argument) + "; allowed are " + join_and(names) + ", and 'all'" +
                   (suggestion ? "; did you mean '" + *suggestion + "'?" : ""));
}

// What is asked of a trust store has nothing in common with what is asked of a server.
void check_families(const std::vector<profiles::Target>& targets, UsageProblems& problems) {
  const auto store = [](const profiles::Target& target) { return target.profile->family == chain::ServerFamily::trust_store; };
  const auto found = std::find_if(targets.begin(), targets.end(), store);
  const auto other = std::find_if_not(targets.begin(), targets.end(), store);
  if (found == targets.end() || other == targets.end()) return;
  problems.add("--target", found->profile->name,
               " " + in_quotes(found->profile->name) + " is a trust store and " + in_quotes(other->profile->name) +
                   " is a server; run chainlint once for each");
}

}  // namespace

void choose_deployments(const RunOptions& options, const formats::ReadOptions& reading, formats::CertificateCache& certificates,
                        DeploymentChoice& choice, UsageProblems& problems) {
  // Most runs name none of them and need not read the shipped profiles.
  if (options.targets.empty() && options.clients.empty() && options.stores.empty()) return;
  const std::vector<yaml::SourceFile> own = read_own(options, problems);
  profiles::LoadedProfiles loaded = profiles::load_profiles(own);
  problems.add_placed(loaded.problems, UsageProblem::Origin::file);
  choice.library = std::move(loaded.library);
  const auto is_chosen = [&](const std::string& argument) { return !is_file(argument) || !has_problem(argument, own, loaded.problems); };
  for (const std::string& argument : options.targets) {
    if (is_chosen(argument)) choose_target(argument, choice, problems);
  }
  check_families(choice.request.targets, problems);
  for (const std::string& argument : options.clients) {
    if (is_chosen(argument)) choose_client(argument, choice, problems);
  }
  const bool stores_given = !options.stores.empty();
  chain::WindowsStores stores = load_stores(options.stores, reading, certificates, problems, choice.damaged);
  if (stores.any()) choice.request.stores = std::make_shared<const chain::WindowsStores>(std::move(stores));
  // With --store, readable or not, the target is a Windows server; without --target, it is IIS.
  if (stores_given && choice.request.targets.empty()) choose_target("iis", choice, problems);
}

}  // namespace chainlint::run
