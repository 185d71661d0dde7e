#include "venafi_reader.h"

#include <algorithm>
#include <array>
#include <optional>

#include "chainlint/base/text.h"

namespace chainlint::policy {
namespace {

// Of those under `policy` and at the top of a specification, those that say what the platform does.
constexpr std::array<std::string_view, 6> kPlatformKeys{"certificateAuthority", "autoInstalled", "owners", "users",
                                                        "userAccess",           "approvers"};
constexpr std::array<std::string_view, 9> kPolicyKeys{"domains",       "wildcardAllowed", "wildcardsAllowed",
                                                      "autoInstalled", "maxValidDays",    "certificateAuthority",
                                                      "subject",       "keyPair",         "subjectAltNames"};
constexpr std::array<std::string_view, 6> kTopKeys{"policy", "defaults", "owners", "users", "userAccess", "approvers"};

struct SubjectKey {
  std::string_view key, parameter;
};
constexpr std::array<SubjectKey, 5> kSubjectKeys{{{"orgs", "organizations"},
                                                  {"orgUnits", "organizational_units"},
                                                  {"localities", "localities"},
                                                  {"states", "states"},
                                                  {"countries", "countries"}}};

struct NameKind {
  std::string_view key, kind;
};
constexpr std::array<NameKind, 5> kNameKinds{
    {{"dnsAllowed", "dns"}, {"ipAllowed", "ip"}, {"emailAllowed", "email"}, {"uriAllowed", "uri"}, {"upnAllowed", "other"}}};

struct KeyWord {
  std::string_view word, pattern;  // as the platform says it, in lower case; as the fact key.text does
};
constexpr std::array<KeyWord, 6> kCurves{{{"p256", "EC P-256"},
                                          {"p384", "EC P-384"},
                                          {"p521", "EC P-521"},
                                          {"p-256", "EC P-256"},
                                          {"p-384", "EC P-384"},
                                          {"p-521", "EC P-521"}}};

yaml::Node text_node(std::string text, yaml::Position position) {
  yaml::Node node;
  node.kind = yaml::Kind::scalar;
  node.scalar = std::move(text);
  node.quoted = true;
  node.position = position;
  return node;
}

yaml::Node list_node(const std::vector<PlacedWord>& words, yaml::Position position) {
  yaml::Node node;
  node.kind = yaml::Kind::sequence;
  node.position = position;
  for (const PlacedWord& word : words) node.items.push_back(text_node(word.text, word.position));
  return node;
}

// As all values of the platform's starter do. No deeper than the parser allows.
bool says_nothing(const yaml::Node& node) {
  if (node.kind == yaml::Kind::scalar) return node.scalar.empty() || node.scalar == "false" || node.scalar == "0";
  return std::all_of(node.items.begin(), node.items.end(), says_nothing) &&
         std::all_of(node.members.begin(), node.members.end(), [](const yaml::Node::Member& member) { return says_nothing(member.value); });
}

// Translates one specification.
class VenafiReader {
 public:
  VenafiReader(PolicyScope& scope, Policy& policy) : scope_(scope), problems_(scope.problems()), policy_(policy) {}

  void read(const yaml::Node& node) {
    yaml::MappingReader fields(node, "a Venafi policy", problems_);
    if (!fields.is_mapping()) return;
    read_names(fields);
    read_lifetime(fields);
    if (const yaml::Node* subject = fields.node("subject")) read_subject(*subject);
    if (const yaml::Node* keys = fields.node("keyPair")) read_key_pair(*keys);
    if (const yaml::Node* names = fields.node("subjectAltNames")) read_name_kinds(*names);
    if (const yaml::Node* authority = fields.node("authority")) {
      set_list("template-issuer-not-allowed", "issuers", patterns(*authority, "authority"), authority->position);
    }
    for (const std::string_view key : kPlatformKeys) remark(fields.node(key), key);
    fields.finish();
  }

  // `defaults`, `owners`, ...: what the platform fills in, and who may.
  void remark(const yaml::Node* node, std::string_view key) {
    add_remark(node, key, " configures the platform; it cannot be checked in a certificate");
  }

 private:
  // The texts of a list without the empty ones; the platform's "any" is a pattern.
  std::vector<PlacedWord> patterns(const yaml::Node& node, std::string_view key) {
    std::vector<PlacedWord> found;
    const auto read = [&](const yaml::Node& item) {
      const std::optional<std::string> text = item.as_text();
      if (!text) {
        problems_.add(item.position, in_quotes(key) + " is a list of text, not " + item.describe());
      } else if (!text->empty()) {
        found.push_back({*text == ".*" ? "*" : *text, item.position});
      }
    };
    if (node.kind == yaml::Kind::sequence) {
      for (const yaml::Node* item : node.items.empty() ? std::vector<const yaml::Node*>() : scope_.items(node, in_quotes(key))) read(*item);
    } else {
      read(node);
    }
    return found;
  }

  void add_remark(const yaml::Node* node, std::string_view key, const char* why) {
    if (node != nullptr && !says_nothing(*node)) policy_.remarks.push_back({in_quotes(key) + why, scope_.origin(node->position)});
  }

  RuleSetting& setting(std::string_view rule, yaml::Position position) {
    const auto same = [&](const RuleSetting& known) { return known.rule == rule && known.origin.path == scope_.path(); };
    const auto found = std::find_if(policy_.rules.begin(), policy_.rules.end(), same);
    if (found != policy_.rules.end()) return *found;
    RuleSetting added;
    added.rule = rule;
    added.origin = scope_.origin(position);
    policy_.rules.push_back(std::move(added));
    return policy_.rules.back();
  }

  void set(std::string_view rule, std::string_view parameter, yaml::Node value) {
    RuleSetting& target = setting(rule, value.position);
    if (!target.parameters) {
      target.parameters = yaml::Node();
      target.parameters->kind = yaml::Kind::mapping;
      target.parameters->position = value.position;
    }
    const yaml::Position position = value.position;
    target.parameters->members.push_back({std::string(parameter), position, std::move(value)});
  }

  // An empty list does not change the rule.
  void set_list(std::string_view rule, std::string_view parameter, const std::vector<PlacedWord>& words, yaml::Position position) {
    if (!words.empty()) set(rule, parameter, list_node(words, position));
  }

  std::optional<bool> flag(yaml::MappingReader& fields, std::string_view key, const yaml::Node*& node) {
    node = fields.node(key);
    return node == nullptr ? std::nullopt : yaml::read_boolean(*node, in_quotes(key), problems_);
  }

  void read_names(yaml::MappingReader& fields) {
    if (const yaml::Node* domains = fields.node("domains")) {
      std::vector<PlacedWord> allowed;
      for (const PlacedWord& domain : patterns(*domains, "domains")) {
        std::string suffix = to_lower_ascii(domain.text);
        if (suffix.size() > 1 && suffix.front() == '.') suffix.erase(0, 1);
        allowed.push_back({suffix, domain.position});
        if (suffix.find('*') == std::string::npos) allowed.push_back({"*." + suffix, domain.position});
      }
      set_list("template-domain-not-allowed", "domains", allowed, domains->position);
    }
    for (const char* key : {"wildcardAllowed", "wildcardsAllowed"}) {
      const yaml::Node* node = nullptr;
      if (flag(fields, key, node) == false) set("template-wildcard-not-allowed", "allowed", list_node({}, node->position));
    }
  }

  void read_lifetime(yaml::MappingReader& fields) {
    const yaml::Node* days = fields.node("maxValidDays");
    if (days == nullptr) return;
    const std::optional<std::int64_t> number = yaml::read_integer(*days, "'maxValidDays'", 0, 36500, problems_);
    if (number && *number > 0) set("template-lifetime-too-long", "max_days", *days);
  }

  void read_subject(const yaml::Node& node) {
    yaml::MappingReader fields(node, "'subject'", problems_);
    if (!fields.is_mapping()) return;
    for (const SubjectKey& row : kSubjectKeys) {
      if (const yaml::Node* values = fields.node(row.key)) {
        set_list("template-subject-not-allowed", row.parameter, patterns(*values, row.key), values->position);
      }
    }
    fields.finish();
  }

  // Sizes of RSA keys, without the zeros.
  std::vector<PlacedWord> read_sizes(const yaml::Node& node) {
    std::vector<PlacedWord> sizes;
    const auto read = [&](const yaml::Node& item) {
      const std::optional<std::int64_t> bits = item.as_integer();
      if (!bits || *bits < 0 || *bits > 16384) {
        problems_.add(item.position, "'rsaKeySizes' is a list of integers from 512 to 16384, not " + item.describe());
      } else if (*bits > 0) {
        sizes.push_back({"RSA " + std::to_string(*bits), item.position});
      }
    };
    if (node.kind == yaml::Kind::scalar) read(node);
    if (node.kind == yaml::Kind::sequence) {
      for (const yaml::Node& item : node.items) read(item);
    }
    return sizes;
  }

  std::vector<PlacedWord> read_curves(const yaml::Node& node) {
    std::vector<PlacedWord> curves;
    for (const PlacedWord& word : patterns(node, "ellipticCurves")) {
      const std::string name = to_lower_ascii(word.text);
      const auto* found = std::find_if(kCurves.begin(), kCurves.end(), [&](const KeyWord& row) { return row.word == name; });
      if (name == "ed25519") {
        curves.push_back({"Ed25519", word.position});
      } else if (found != kCurves.end()) {
        curves.push_back({std::string(found->pattern), word.position});
      } else {
        problems_.add(word.position, "'ellipticCurves' is a list of P256, P384, P521 and ED25519, not " + in_quotes(word.text));
      }
    }
    return curves;
  }

  // Which of RSA and EC are allowed; both where nothing is said.
  void read_types(const yaml::Node& node, bool& rsa, bool& ec) {
    const std::vector<PlacedWord> types = patterns(node, "keyTypes");
    if (types.empty()) return;
    rsa = ec = false;
    for (const PlacedWord& word : types) {
      const std::string type = to_lower_ascii(word.text);
      if (type == "rsa") {
        rsa = true;
      } else if (type == "ecdsa" || type == "ec" || type == "ecc") {
        ec = true;
      } else {
        problems_.add(word.position, "'keyTypes' is a list of RSA and ECDSA, not " + in_quotes(word.text));
      }
    }
  }

  void read_key_pair(const yaml::Node& node) {
    yaml::MappingReader fields(node, "'keyPair'", problems_);
    if (!fields.is_mapping()) return;
    const yaml::Node* types = fields.node("keyTypes");
    const yaml::Node* sizes = fields.node("rsaKeySizes");
    const yaml::Node* curves = fields.node("ellipticCurves");
    bool rsa = true, ec = true;
    if (types != nullptr) read_types(*types, rsa, ec);
    const std::vector<PlacedWord> rsa_keys = sizes == nullptr ? std::vector<PlacedWord>() : read_sizes(*sizes);
    const std::vector<PlacedWord> ec_keys = curves == nullptr ? std::vector<PlacedWord>() : read_curves(*curves);
    std::vector<PlacedWord> allowed;
    if (rsa) allowed.insert(allowed.end(), rsa_keys.begin(), rsa_keys.end());
    if (rsa && rsa_keys.empty()) allowed.push_back({"RSA *", node.position});
    if (ec) allowed.insert(allowed.end(), ec_keys.begin(), ec_keys.end());
    if (ec && ec_keys.empty()) allowed.push_back({"EC *", node.position});
    const bool says_something = !rsa || !ec || !rsa_keys.empty() || !ec_keys.empty();
    if (says_something) set_list("template-key-not-allowed", "keys", allowed, node.position);
    const yaml::Node* reuse = nullptr;
    if (flag(fields, "reuseAllowed", reuse) == false) setting("renewal-key-reused", reuse->position).severity = Severity::error;
    for (const char* key : {"generationType", "serviceGenerated"}) remark(fields.node(key), key);
    fields.finish();
  }

  void read_name_kinds(const yaml::Node& node) {
    yaml::MappingReader fields(node, "'subjectAltNames'", problems_);
    if (!fields.is_mapping()) return;
    std::vector<PlacedWord> allowed;
    bool all = true;
    for (const NameKind& row : kNameKinds) {
      const yaml::Node* position = nullptr;
      const bool refused = flag(fields, row.key, position) == false;
      all &= !refused;
      if (!refused) allowed.push_back({std::string(row.kind), node.position});
    }
    for (const char* kind : {"directory", "registered_id", "x400", "edi_party"}) allowed.push_back({kind, node.position});
    for (const char* key : {"ipConstraints", "uriProtocols"}) {
      add_remark(fields.node(key), key, " limits names of an allowed kind; no rule of the template checks it");
    }
    fields.finish();
    if (!all) set_list("template-san-kind-not-allowed", "kinds", allowed, node.position);
  }

  PolicyScope& scope_;
  yaml::Problems& problems_;
  Policy& policy_;
};

}  // namespace

void read_venafi(const yaml::Node& node, PolicyScope& scope, Policy& policy) {
  VenafiReader reader(scope, policy);
  const yaml::Node* inner = node.kind == yaml::Kind::mapping ? node.find("policy") : nullptr;
  if (inner == nullptr) {
    reader.read(node);
    return;
  }
  yaml::MappingReader fields(node, "a Venafi specification", scope.problems());
  for (const std::string_view key : kTopKeys) {
    const yaml::Node* value = fields.node(key);
    if (key != "policy" && value != nullptr) reader.remark(value, key);
  }
  fields.finish();
  reader.read(*inner);
}

bool is_venafi_specification(const yaml::Node& root) {
  const yaml::Node* policy = root.find("policy");
  if (root.kind != yaml::Kind::mapping || policy == nullptr || policy->kind != yaml::Kind::mapping) return false;
  const bool says_so = std::any_of(policy->members.begin(), policy->members.end(),
                                   [](const yaml::Node::Member& member) { return is_venafi_key(member.key); });
  return std::all_of(root.members.begin(), root.members.end(), [&](const yaml::Node::Member& member) {
    return std::find(kTopKeys.begin(), kTopKeys.end(), member.key) != kTopKeys.end() ||
           (says_so && !yaml::did_you_mean(member.key, kTopKeys).empty());
  });
}

std::span<const std::string_view> venafi_keys() { return kPolicyKeys; }

bool is_venafi_key(std::string_view key) { return std::find(kPolicyKeys.begin(), kPolicyKeys.end(), key) != kPolicyKeys.end(); }

}  // namespace chainlint::policy
