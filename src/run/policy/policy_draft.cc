#include "chainlint/run/policy_draft.h"

#include <algorithm>
#include <map>

#include "chainlint/base/text.h"

namespace chainlint::run {
namespace {

constexpr std::size_t kShownNames = 10;     // of a kind in a comment
constexpr std::size_t kShownBundles = 200;  // written out

constexpr const char* kHead =
    "# yaml-language-server: $schema=.chainlint.schema.json\n"
    "# Editors complete and check the keys once 'chainlint rules schema policy > .chainlint.schema.json' has been run here.\n"
    "\n"
    "# Settings of this project for chainlint, which uses this file in this folder and in all folders below it in the same\n"
    "# repository. Precedence: option, CHAINLINT_<OPTION> in the environment, this file, default. 'chainlint policy check' finds "
    "mistakes,\n"
    "# 'chainlint policy show' prints the settings in force and their origin.\n";

constexpr const char* kRules =
    "\n# Settings of single rules: off, a severity, or a mapping. See 'chainlint rules list' and 'chainlint rules explain ID'.\n"
    "# rules:\n"
    "#   leaf-expiring: { severity: error, params: { days: 30 } }\n"
    "#   pem-bom: off\n"
    "\n# Settings for some bundles only, selected by paths, targets, names, issuers or fingerprints.\n"
    "# overrides:\n"
    "#   - paths: [\"legacy/**\"]\n"
    "#     rules: { policy-sha1: warning }\n";

constexpr const char* kThreshold =
    "\n# The lowest severity that makes the exit code of 'chainlint check' 1: error, warning, note or never.\n"
    "fail_on: error\n";

// A text as YAML: plain if it cannot be read as anything else.
std::string scalar(const std::string& text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '/' || c == '_' || c == '-';
  };
  const bool letter = !text.empty() && ((text.front() >= 'a' && text.front() <= 'z') || (text.front() >= 'A' && text.front() <= 'Z'));
  static const std::vector<std::string> kWords{"true", "false", "null", "yes", "no", "on", "off", "y", "n"};
  const bool word = std::find(kWords.begin(), kWords.end(), to_lower_ascii(text)) != kWords.end();
  if (letter && !word && std::all_of(text.begin(), text.end(), plain)) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

// Whether a text can be in a YAML file as it is: UTF-8 without control characters.
bool can_be_written(const std::string& text) { return is_utf8(text) && printable(text) == text; }

std::vector<std::string> writable(const std::vector<std::string>& texts) {
  std::vector<std::string> kept;
  std::copy_if(texts.begin(), texts.end(), std::back_inserter(kept), can_be_written);
  return kept;
}

std::string flow_list(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "[" : ", ") + scalar(text);
  return out + "]";
}

std::string block_list(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += "  - " + scalar(text) + "\n";
  return out;
}

// Lines of a comment, some of many.
std::string comment_list(const std::vector<std::string>& texts) {
  std::string out;
  for (std::size_t i = 0; i < texts.size() && i < kShownNames; ++i) out += "#   " + printable(texts[i]) + "\n";
  if (texts.size() > kShownNames) out += "#   ... and " + std::to_string(texts.size() - kShownNames) + " more\n";
  return out;
}

std::size_t count_issued(const PolicySurvey& survey, const std::string& issuance) {
  return static_cast<std::size_t>(std::count_if(survey.bundles.begin(), survey.bundles.end(),
                                                [&](const SurveyedBundle& bundle) { return bundle.issuance == issuance; }));
}

std::string found_line(const PolicySurvey& survey) {
  std::string line = "# Found here: " + count_noun(survey.files, "file") + ", " + count_noun(survey.bundles.size(), "bundle");
  std::vector<std::string> kinds;
  for (const auto& [issuance, words] : std::map<std::string, std::string>{
           {"private", " of a private CA"}, {"public", " of a public CA"}, {"unknown", " that lead to no root"}}) {
    if (const std::size_t count = count_issued(survey, issuance); count > 0) kinds.push_back(std::to_string(count) + words);
  }
  return line + (kinds.empty() ? "" : ": " + join_and(kinds)) + ".\n";
}

std::string rule_sets(const PolicySurvey& survey) {
  const ProposedRules proposed = propose_rules(survey);
  return "\n# Rule sets and policy files that this file extends; later ones and this file take precedence. Built in are recommended, path, "
         "public-web, "
         "private-strict,\n"
         "# strict and all. Proposed because " +
         proposed.reason + ".\nextends: [" + proposed.set + "]\n" +
         "\n# Whether rules for public CAs apply: public (yes), private (no), or auto (decided by the root of each chain).\nissuance: "
         "auto\n";
}

std::string trust(const PolicySurvey& survey) {
  std::string out = "\n# Trust anchors: files, folders, 'system' or 'none'. The default is 'system'.\n";
  std::vector<std::string> anchors = writable(survey.anchors);
  if (!anchors.empty() && survey.system_anchors) anchors.insert(anchors.begin(), "system");
  for (const std::string& root : survey.lone_roots) {
    out += "# Chains end at " + in_quotes(root) +
           ", which is in no file of its own here. If you trust it, write it to a file and add the file.\n";
  }
  out += anchors.empty() ? "# anchors: [ca/root.pem]\n" : "anchors:\n" + block_list(anchors);
  out += "\n# CA certificates outside the bundles, used to identify what is missing in a bundle: files or folders.\n";
  const std::vector<std::string> pools = writable(survey.pools);
  return out + (pools.empty() ? "# pools: [ca/intermediates.pem]\n" : "pools:\n" + block_list(pools));
}

// An item of `bundles`, each line after `margin`.
std::string bundle_item(const SurveyedBundle& bundle, const std::string& margin) {
  std::string out = margin + "  - name: " + scalar(bundle.name) + "\n" + margin + "    files: " + flow_list(bundle.files) + "\n";
  if (!bundle.hosts.empty()) out += margin + "    hosts: " + flow_list(bundle.hosts) + "\n";
  if (!bundle.target.empty()) out += margin + (margin.empty() ? "    # " : "    ") + "targets: [" + bundle.target + "]\n";
  return out;
}

bool can_be_declared(const SurveyedBundle& bundle) {
  return can_be_written(bundle.name) && std::all_of(bundle.files.begin(), bundle.files.end(), [](const std::string& file) {
           return can_be_written(file) && file.find('!') == std::string::npos;
         });
}

std::string bundles(const PolicySurvey& survey) {
  std::string out =
      "\n# Files that are one bundle although they are in different places, with their settings: targets, hosts, purpose, previous, "
      "issuance.\n"
      "# 'chainlint check' without a PATH checks these; with a PATH, only those with a file there. Files in one folder are combined\n"
      "# automatically.\n";
  std::string items;
  std::size_t written = 0;
  const SurveyedBundle* example = nullptr;
  for (const SurveyedBundle& bundle : survey.bundles) {
    if (!can_be_declared(bundle)) continue;
    if (example == nullptr) example = &bundle;
    if (bundle.apart && ++written <= kShownBundles) items += bundle_item(bundle, "");
  }
  if (written > kShownBundles) items += "  # and " + std::to_string(written - kShownBundles) + " more\n";
  if (!items.empty()) return out + "bundles:\n" + items;
  static const SurveyedBundle kExample{"www", {"certs/www.pem", "private/www.key"}, {"www.example.com"}, "", "nginx", "", "", "", true};
  return out + "# bundles:\n" + bundle_item(example == nullptr ? kExample : *example, "#");
}

std::string targets(const PolicySurvey& survey) {
  std::map<std::string, const SurveyedBundle*> guesses;
  for (const SurveyedBundle& bundle : survey.bundles) {
    if (!bundle.target.empty()) guesses.try_emplace(bundle.target, &bundle);
  }
  std::string out = "\n# Deployment targets of the bundles: they decide what is sent and which rules apply";
  if (guesses.empty()) return out + ".\n# targets: [nginx]\n";
  out += guesses.size() > 1 ? ". Targets of single bundles are in 'bundles'. Guessed from the files:\n" : ". Guessed from the files:\n";
  for (const auto& [target, bundle] : guesses) {
    out += "#   " + target + ": " + printable(bundle->files.front()) + " is " + bundle->target_reason + "\n";
  }
  return out + "# targets: [" + guesses.begin()->first + "]\n";
}

std::string passwords(const PolicySurvey& survey) {
  std::string out = "\n# Sources of passwords; this file never contains a password.\n";
  if (!survey.locked.empty()) {
    out = "\n# Sources of passwords; this file never contains a password. These files could not be opened without one:\n" +
          comment_list(survey.locked);
  }
  return out + "# passwords:\n#   - env: KEYSTORE_PASSWORD\n#   - file: /run/secrets/keystore-passwords\n";
}

std::string waivers(const PolicySurvey& survey) {
  std::string sha256(64, '0');
  for (const SurveyedBundle& bundle : survey.bundles) {
    if (bundle.leaf_sha256.empty()) continue;
    sha256 = bundle.leaf_sha256;
    break;
  }
  return "\n# Findings that are accepted until a date. A waiver applies to one certificate and not to the renewed one.\n"
         "#   - rule: leaf-expiring\n#     certificate: " +
         sha256 +
         "\n#     reason: the service is switched off in March\n#     owner: web team\n#     ticket: CHG-1234\n#     expires: 2027-03-31\n"
         "waivers: []\n";
}

}  // namespace

ProposedRules propose_rules(const PolicySurvey& survey) {
  const std::size_t all = survey.bundles.size();
  if (all > 0 && count_issued(survey, "public") == all) return {"public-web", "every bundle found here is of a public CA"};
  if (all > 0 && count_issued(survey, "private") == all) return {"private-strict", "every chain found here is of a private CA"};
  return {"recommended", all == 0 ? "no bundle was found here" : "not all bundles found here are of a public CA, nor all of a private one"};
}

std::string write_policy_draft(const PolicySurvey& survey) {
  std::string out = kHead + found_line(survey);
  if (!survey.unread.empty()) out += "# Not read, or not in full:\n" + comment_list(survey.unread);
  return out + rule_sets(survey) + kRules + trust(survey) + bundles(survey) + targets(survey) + passwords(survey) + kThreshold +
         waivers(survey);
}

}  // namespace chainlint::run
