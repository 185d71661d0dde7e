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
    "# What this project wants of its certificate bundles. chainlint finds this file from here and from every folder below, in one\n"
    "# repository. Order: option, CHAINLINT_<OPTION> in the environment, this file, default. 'chainlint policy check' finds mistakes,\n"
    "# 'chainlint policy show' prints what is in force and why.\n";

constexpr const char* kRules =
    "\n# Single rules: off, a severity, or more. See 'chainlint rules list' and 'chainlint rules explain ID'.\n"
    "# rules:\n"
    "#   leaf-expiring: { severity: error, params: { days: 30 } }\n"
    "#   pem-bom: off\n"
    "\n# Rules for some bundles alone, by paths, targets, names, issuers or fingerprints.\n"
    "# overrides:\n"
    "#   - paths: [\"legacy/**\"]\n"
    "#     rules: { policy-sha1: warning }\n";

constexpr const char* kThreshold =
    "\n# The least severity that makes 'chainlint check' exit with status 1: error, warning, note or never.\n"
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
  return "\n# Rule sets and policy files to build on; later ones and this file win. Built in are recommended, path, public-web, "
         "private-strict,\n"
         "# strict and all. Proposed because " +
         proposed.reason + ".\nextends: [" + proposed.set + "]\n" +
         "\n# Whether the rules of public CAs bind: public, private, or auto, which tells it from the root of each chain.\nissuance: "
         "auto\n";
}

std::string trust(const PolicySurvey& survey) {
  std::string out = "\n# Trust anchors: files, folders, 'system' or 'none'. The default is 'system'.\n";
  std::vector<std::string> anchors = writable(survey.anchors);
  if (!anchors.empty() && survey.system_anchors) anchors.insert(anchors.begin(), "system");
  for (const std::string& root : survey.lone_roots) {
    out += "# Chains end at " + in_quotes(root) + ", which no file here contains alone: put it into one and name that, if you trust it.\n";
  }
  out += anchors.empty() ? "# anchors: [ca/root.pem]\n" : "anchors:\n" + block_list(anchors);
  out += "\n# CA certificates that are in no bundle, to name what is missing in one: files or folders.\n";
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
      "# 'chainlint check' without a PATH checks these; with one, those that it touches. Files of one folder find together by "
      "themselves.\n";
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
  std::string out = "\n# What the bundles are deployed on: decides what is sent, and which rules apply";
  if (guesses.empty()) return out + ".\n# targets: [nginx]\n";
  out += guesses.size() > 1 ? ". Those that differ are in 'bundles'. By their looks:\n" : ". By their looks:\n";
  for (const auto& [target, bundle] : guesses) {
    out += "#   " + target + ": " + printable(bundle->files.front()) + " is " + bundle->target_reason + "\n";
  }
  return out + "# targets: [" + guesses.begin()->first + "]\n";
}

std::string passwords(const PolicySurvey& survey) {
  std::string out = "\n# Where passwords are: never in this file.\n";
  if (!survey.locked.empty()) {
    out = "\n# Where passwords are: never in this file. Without them these stay locked:\n" + comment_list(survey.locked);
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
  return "\n# Findings that are accepted until a day. A waiver applies to one certificate: a renewed one has another fingerprint.\n"
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
