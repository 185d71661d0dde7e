// Caddy, Traefik and Envoy. Documentation: Caddy "tls" and "Caddyfile concepts", Traefik "HTTPS and TLS", Envoy "TLS". Behaviour that it
// does not state was measured with Caddy 2.6.
#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "servers/directives.h"
#include "servers/servers.h"
#include "servers/settings_file.h"
#include "syntax/toml_statements.h"
#include "syntax/yaml_statements.h"

namespace chainlint::config {
namespace {

// A placeholder may be any name.
NameForm form_with_placeholders(const std::string& name) {
  return name.find_first_of("{$") != std::string::npos ? NameForm::undecided : form_of_name(name);
}

class CaddyReader {
 public:
  CaddyReader(const ServerFiles& files, Configuration& configuration)
      : settings_(files, configuration, {.braces = true, .heads = true, .includes = {{.name = "import", .names = true}}}) {}

  void read() {
    settings_.read();
    std::vector<const Setting*> sites;  // the settings that choose certificates, each in its site
    for (const Setting& setting : settings_.all()) {
      const SettingBlock* block = setting.block.get();
      if ((block != nullptr && block->outer != nullptr) || (setting.name != "tls" && setting.name != "import")) continue;
      const bool snippet = block != nullptr && block->name.starts_with('(');
      if (!snippet) sites.push_back(&setting);
      if (snippet && setting.name == "tls") snippets_[block->name].push_back(&setting);
    }
    // Two `tls` of one site are two certificates of it.
    for (std::size_t i = 0; i < sites.size();) {
      Endpoint endpoint{.server = Server::caddy, .block = "site", .location = sites[i]->location()};
      const std::size_t first = i;
      for (; i < sites.size() && sites[i]->block == sites[first]->block; ++i) add_setting(*sites[i], endpoint);
      if (endpoint.certificates.empty()) continue;
      const std::string addresses = sites[first]->block == nullptr ? settings_.all().front().statement.name() : sites[first]->block->name;
      if (!add_addresses(addresses, endpoint)) continue;
      settings_.add(std::move(endpoint));
    }
  }

 private:
  void add_setting(const Setting& setting, Endpoint& endpoint) {
    if (setting.name == "tls") return add_certificate(setting, endpoint);
    const auto snippet = snippets_.find("(" + setting.value() + ")");
    if (snippet == snippets_.end()) return;
    for (const Setting* each : snippet->second) {
      Setting with_arguments = *each;
      for (Word& word : with_arguments.values) replace_arguments(setting, word);
      add_certificate(with_arguments, endpoint);
    }
  }

  // `{args.0}`, or `{args[0]}` from Caddy 2.7, is the first word behind the name that `import` has.
  void replace_arguments(const Setting& import, Word& word) {
    for (std::size_t i = 1; i < import.values.size(); ++i) {
      for (const std::string& placeholder : {"{args." + std::to_string(i - 1) + "}", "{args[" + std::to_string(i - 1) + "]}"}) {
        const std::string& value = import.values[i].text;
        for (std::size_t at = word.text.find(placeholder); at != std::string::npos; at = word.text.find(placeholder, at + value.size())) {
          if (!settings_.loader().replace(word, at, placeholder.size(), value)) return;
        }
      }
    }
  }

  // `tls CERT KEY`; not `tls internal` or the e-mail address of an ACME account.
  void add_certificate(const Setting& setting, Endpoint& endpoint) {
    if (setting.values.size() < 2) return;
    CertificateFiles files{.certificate = file(setting, 0), .key = file(setting, 1), .chain = {}};
    if (files.key.written == files.certificate.written) files.key = {};
    endpoint.certificates.push_back(std::move(files));
  }

  FileReference file(const Setting& setting, std::size_t value) const {
    const Word& word = setting.values[value];
    if (word.text.find('{') != std::string::npos) return Loader::unread(word, setting.statement, FileState::undecided);
    return settings_.file(setting, word);
  }

  // "a.test, https://b.test:8443": false where no address is one of TLS.
  static bool add_addresses(std::string text, Endpoint& endpoint) {
    bool any = false;
    std::replace(text.begin(), text.end(), ',', ' ');
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find(' ', at), text.size());
      std::string address = text.substr(at, end - at);
      at = end + 1;
      if (address.empty() || address.starts_with("http://")) continue;
      if (address.starts_with("https://")) address.erase(0, 8);
      address = address.substr(0, address.find('/'));
      Listener listener = parse_address(address, "443");
      if (listener.port == "80") continue;
      any = true;
      const std::string name = std::exchange(listener.address, "*");
      const auto same = [&](const Listener& each) { return each.port == listener.port; };
      if (std::none_of(endpoint.listeners.begin(), endpoint.listeners.end(), same)) endpoint.listeners.push_back(listener);
      if (name != "*") endpoint.names.push_back({.text = name, .form = form_with_placeholders(name), .location = endpoint.location});
    }
    return any;
  }

  SettingsFile settings_;
  std::map<std::string, std::vector<const Setting*>> snippets_;
};

}  // namespace

void read_caddy(const ServerFiles& files, bool, Configuration& configuration) { CaddyReader(files, configuration).read(); }

namespace {

// Host(`a.test`) || Host(`b.test`, `c.test`), HostSNI(`d.test`); not !Host(`e.test`).
std::vector<std::string> hosts_of(const std::string& rule) {
  std::vector<std::string> hosts;
  for (const std::string_view matcher : {"Host(", "HostSNI("}) {
    for (std::size_t at = rule.find(matcher); at != std::string::npos; at = rule.find(matcher, at + 1)) {
      if (at > 0 && std::string_view(" (&|").find(rule[at - 1]) == std::string_view::npos) continue;
      const std::size_t end = std::min(rule.find(')', at), rule.size());
      for (std::size_t open = at + matcher.size(); open < end && hosts.size() < ConfigLimits::kNames;) {
        const std::size_t close = rule.find(rule[open], open + 1);
        if ((rule[open] != '`' && rule[open] != '"') || close == std::string::npos) {
          ++open;
          continue;
        }
        hosts.push_back(to_lower_ascii(rule.substr(open + 1, close - open - 1)));
        open = close + 1;
      }
    }
  }
  return hosts;
}

// The routers that choose among the certificates of the files. A resolver gets others, which may be for any name.
void add_routed(const std::vector<Setting>& all, Configuration& configuration) {
  std::map<std::string_view, const Setting*> by_name;
  for (const Setting& each : all) {
    if (each.name.ends_with(".certResolver") || each.name.ends_with(".resolver")) return;
    by_name[each.name] = &each;
  }
  for (const Setting& setting : all) {
    const bool router = setting.name.starts_with("http.routers.") || setting.name.starts_with("tcp.routers.");
    if (!router || !setting.name.ends_with(".rule")) continue;
    const std::string tls = setting.name.substr(0, setting.name.size() - std::string_view("rule").size()) + "tls";
    const auto whole = by_name.find(tls), part = by_name.lower_bound(tls + "."), passed_on = by_name.find(tls + ".passthrough");
    const bool uses_tls =
        (whole != by_name.end() && whole->second->value() == "{}") || (part != by_name.end() && part->first.starts_with(tls + "."));
    if (!uses_tls || (passed_on != by_name.end() && passed_on->second->value() == "true")) continue;
    for (std::string& host : hosts_of(setting.value())) {
      const NameForm form = form_with_placeholders(host);
      if (form == NameForm::exact) configuration.routed.push_back({std::move(host), form, setting.location()});
    }
  }
}

}  // namespace

// The dynamic configuration: one pool of certificates, of which the name that the client sends chooses.
void read_traefik(const ServerFiles& files, bool, Configuration& configuration) {
  SettingsFile settings(files, configuration, {.parse = configuration.path.ends_with(".toml") ? parse_toml : parse_yaml});
  settings.read();
  const auto& all = settings.all();
  const bool is_static = std::any_of(all.begin(), all.end(), [](const Setting& each) { return each.name.starts_with("entryPoints."); });
  for (const Setting& setting : all) {
    if (!setting.name.starts_with("tls.") || !setting.name.ends_with(".certFile")) continue;
    const std::string prefix = setting.name.substr(0, setting.name.size() - std::string_view("certFile").size());
    const bool usual = prefix == "tls.stores.default.defaultCertificate.";
    if (!usual && !prefix.starts_with("tls.certificates.")) continue;
    if (is_static) {
      return settings.loader().note("config-setting-ignored", Severity::warning,
                                    "'tls' is in the static configuration, where Traefik ignores it", setting.location());
    }
    Endpoint endpoint{.server = Server::traefik, .block = usual ? "defaultCertificate" : "certificates", .location = setting.location()};
    endpoint.certificates.push_back(
        {.certificate = settings.file(&setting), .key = settings.file(settings.last(prefix + "keyFile")), .chain = {}});
    settings.loader().add(std::move(endpoint));
  }
  add_routed(all, configuration);
}

void read_envoy(const ServerFiles& files, bool, Configuration& configuration) {
  SettingsFile settings(files, configuration, {.parse = parse_yaml});
  settings.read();
  constexpr std::string_view kCertificate = "certificate_chain.filename";
  std::map<std::string, Endpoint> endpoints;  // by the TLS context: several certificates are one endpoint
  std::vector<std::string> order;
  for (const Setting& setting : settings.all()) {
    if (!setting.name.ends_with("." + std::string(kCertificate))) continue;
    const std::string prefix = setting.name.substr(0, setting.name.size() - kCertificate.size());
    const std::string context = prefix.substr(0, prefix.find("tls_certificate"));
    const auto [at, added] = endpoints.try_emplace(context);
    Endpoint& endpoint = at->second;
    if (added) {
      order.push_back(context);
      endpoint.server = Server::envoy;
      endpoint.role = context.starts_with("static_resources.clusters.") ? Role::client : Role::server;
      endpoint.block = endpoint.role == Role::client ? "cluster" : "filter_chain";
      endpoint.location = setting.location();
    }
    endpoint.certificates.push_back(
        {.certificate = settings.file(&setting), .key = settings.file(settings.last(prefix + "private_key.filename")), .chain = {}});
  }
  for (const std::string& context : order) {
    Endpoint& endpoint = endpoints[context];
    settings.add_client_cas(settings.last(context + "validation_context.trusted_ca.filename"), endpoint);
    const std::string chain = context.substr(0, context.find("transport_socket")),
                      listener = context.substr(0, context.find("filter_chains"));
    for (std::size_t i = 0;; ++i) {
      const Setting* name = settings.last(chain + "filter_chain_match.server_names." + std::to_string(i));
      if (name == nullptr) break;
      endpoint.names.push_back({.text = name->value(), .form = form_with_placeholders(name->value()), .location = name->location()});
    }
    if (const Setting* port = settings.last(listener + "address.socket_address.port_value"); port != nullptr && listener != context) {
      endpoint.listeners.push_back({.address = "*", .port = port->value()});
    }
    settings.add(std::move(endpoint));
  }
}

}  // namespace chainlint::config
