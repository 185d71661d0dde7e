// F5 BIG-IP (bigip.conf, SCF) and NetScaler (ns.conf). Documentation: tmsh reference "ltm profile client-ssl", "ltm virtual" and "sys file
// ssl-cert"; NetScaler command reference "ssl". Nothing was measured with the appliances.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "servers/directives.h"
#include "servers/servers.h"
#include "servers/settings_file.h"

namespace chainlint::config {
namespace {

namespace fs = std::filesystem;

// A profile of BIG-IP with the settings of its blocks.
struct SslProfile {
  std::size_t id = 0;                // of its block
  std::vector<std::size_t> entries;  // the blocks in cert-key-chain, one per key algorithm
};

class BigIpReader {
 public:
  BigIpReader(const ServerFiles& files, Configuration& configuration) : settings_(files, configuration, {.braces = true, .pairs = true}) {}

  void read() {
    settings_.read();
    for (const Setting& setting : settings_.all()) {
      if (setting.block != nullptr) take(setting, *setting.block);
    }
    for (const auto& block : settings_.blocks()) {
      if (block->outer == nullptr || block->outer->name != "profiles") continue;
      const auto virtual_server = virtuals_.find(block->outermost().id);
      if (virtual_server != virtuals_.end()) virtual_server->second.profiles.insert(whole(block->name));
    }
    for (const auto& [id, virtual_server] : virtuals_) add_virtual(virtual_server);
    for (const auto& [name, profile] : profiles_[1]) add(profile, Role::client, "server-ssl", {}, {});
    if (!virtuals_.empty()) return;
    for (const auto& [name, profile] : profiles_[0]) add(profile, Role::server, "client-ssl", {}, {});
  }

 private:
  struct VirtualServer {
    std::string name, destination;
    std::set<std::string> profiles;
  };

  // "/Common/x" of "x": the usual partition.
  static std::string whole(const std::string& name) { return name.starts_with('/') ? name : "/Common/" + name; }

  void take(const Setting& setting, const SettingBlock& block) {
    const SettingBlock& outermost = block.outermost();
    static constexpr std::string_view kKinds[] = {"ltm profile client-ssl ", "ltm profile server-ssl "};
    for (std::size_t kind = 0; kind < std::size(kKinds); ++kind) {
      if (!outermost.name.starts_with(kKinds[kind])) continue;
      SslProfile& profile = profiles_[kind][whole(outermost.name.substr(kKinds[kind].size()))];
      profile.id = outermost.id;
      const bool entry = block.outer != nullptr && block.outer->name == "cert-key-chain";
      if (entry && (profile.entries.empty() || profile.entries.back() != block.id)) profile.entries.push_back(block.id);
    }
    if (outermost.name.starts_with("ltm virtual ")) {
      VirtualServer& virtual_server = virtuals_[outermost.id];
      virtual_server.name = outermost.name.substr(std::string_view("ltm virtual ").size());
      if (setting.name == "destination" && block.outer == nullptr) virtual_server.destination = setting.value();
      // Each profile is a block, or a word on a line of its own.
      if (block.name == "profiles") virtual_server.profiles.insert(whole(setting.name));
    }
  }

  void add_virtual(const VirtualServer& virtual_server) {
    std::vector<const SslProfile*> used;
    for (const std::string& name : virtual_server.profiles) {
      const auto profile = profiles_[0].find(name);
      if (profile != profiles_[0].end()) used.push_back(&profile->second);
    }
    // "/Common/192.0.2.1:443"; a port may be the name of a service.
    const std::string address = virtual_server.destination.substr(virtual_server.destination.rfind('/') + 1);
    Listener listener = parse_address(address, "");
    if (listener.port == "https") listener.port = "443";
    for (const SslProfile* profile : used) {
      const Setting* usual = settings_.last("sni-default", profile->id);
      listener.is_default = used.size() == 1 || (usual != nullptr && usual->value() == "true");
      add(*profile, Role::server, virtual_server.name, listener, settings_.last("server-name", profile->id));
    }
  }

  // The certificates of a profile, or of the one from which it has its defaults.
  std::vector<std::size_t> entries_of(const SslProfile& profile, Role role) {
    const SslProfile* at = &profile;
    for (std::size_t depth = 0; depth < ConfigLimits::kIncludeDepth; ++depth) {
      const Setting* inherits = settings_.last("inherit-certkeychain", at->id);
      const bool own = inherits == nullptr || inherits->value() != "true";
      if (own && !at->entries.empty()) return at->entries;
      if (own && settings_.last("cert", at->id) != nullptr) return {at->id};
      const Setting* parent = settings_.last("defaults-from", at->id);
      auto& profiles = profiles_[role == Role::client ? 1 : 0];
      const auto found = parent == nullptr ? profiles.end() : profiles.find(whole(parent->value()));
      if (found == profiles.end()) break;
      at = &found->second;
    }
    return {};
  }

  void add(const SslProfile& profile, Role role, const std::string& block, const std::optional<Listener>& listener, const Setting* name) {
    Endpoint endpoint{.server = Server::f5, .role = role, .block = block, .location = {}};
    for (const std::size_t entry : entries_of(profile, role)) {
      const Setting* certificate = settings_.last("cert", entry);
      if (certificate == nullptr || certificate->values.empty() || certificate->value() == "none") continue;
      if (endpoint.certificates.empty()) endpoint.location = certificate->location();
      endpoint.certificates.push_back(
          {.certificate = file(certificate), .key = file(settings_.last("key", entry)), .chain = file(settings_.last("chain", entry))});
    }
    if (endpoint.certificates.empty()) return;
    if (listener) endpoint.listeners.push_back(*listener);
    if (name != nullptr && name->value() != "none" && !name->values.empty()) {
      endpoint.names.push_back({.text = name->value(), .form = form_of_name(name->value()), .location = name->location()});
    }
    settings_.loader().add(std::move(endpoint));
  }

  // An object "/Common/www.crt" is the file www.crt of an export.
  FileReference file(const Setting* setting) const {
    if (setting == nullptr || setting->values.empty() || setting->value() == "none") return {};
    Word word = setting->values.front();
    word.text.erase(0, word.text.rfind('/') + 1);
    FileReference file = settings_.file(*setting, word);
    file.written = setting->value();
    return file;
  }

  SettingsFile settings_;
  std::map<std::string, SslProfile> profiles_[2];  // client-ssl, server-ssl
  std::map<std::size_t, VirtualServer> virtuals_;
};

class NetscalerReader {
 public:
  NetscalerReader(const ServerFiles& files, Configuration& configuration) : settings_(files, configuration, {.ignore_case = true}) {
    settings_.add_base((fs::path(configuration.path).parent_path() / "ssl").string());
  }

  void read() {
    settings_.read();
    for (const Setting& setting : settings_.all()) take(setting);
    for (const std::string& name : order_) add(name);
  }

 private:
  struct Pair {  // add ssl certKey
    const Setting* setting = nullptr;
    std::string issuer;  // link ssl certKey
  };
  struct Virtual {
    Listener listener;
    std::vector<std::pair<const Setting*, std::string>> usual, by_name;  // that are bound, without and with -SNICert
    std::vector<std::string> authorities;
    bool is_bound = false;
  };

  static bool is(const Setting& setting, std::size_t at, std::string_view word) {
    return at < setting.values.size() && equal_ignoring_ascii_case(setting.values[at].text, word);
  }

  static const Word* option(const Setting& setting, std::string_view name) {
    for (std::size_t i = 0; i + 1 < setting.values.size(); ++i) {
      if (equal_ignoring_ascii_case(setting.values[i].text, name)) return &setting.values[i + 1];
    }
    return nullptr;
  }

  static bool has(const Setting& setting, std::string_view name) {
    return std::any_of(setting.values.begin(), setting.values.end(),
                       [&](const Word& word) { return equal_ignoring_ascii_case(word.text, name); });
  }

  void take(const Setting& setting) {
    const auto text = [&](std::size_t at) { return at < setting.values.size() ? setting.values[at].text : std::string(); };
    if (setting.name == "add" && is(setting, 0, "ssl") && is(setting, 1, "certKey")) pairs_[text(2)].setting = &setting;
    if (setting.name == "link" && is(setting, 0, "ssl") && is(setting, 1, "certKey")) pairs_[text(2)].issuer = text(3);
    if (setting.name == "add" && is(setting, 1, "vserver") && to_lower_ascii(text(3)).starts_with("ssl")) {
      virtuals_[text(2)].listener = {.address = text(4), .port = text(5)};
    }
    const Word* bound = option(setting, "-certkeyName");
    if (setting.name != "bind" || !is(setting, 0, "ssl") || !is(setting, 1, "vserver") || bound == nullptr) return;
    const auto [at, added] = virtuals_.try_emplace(text(2));
    if (!std::exchange(at->second.is_bound, true)) order_.push_back(text(2));
    if (has(setting, "-CA")) return at->second.authorities.push_back(bound->text);
    (has(setting, "-SNICert") ? at->second.by_name : at->second.usual).emplace_back(&setting, bound->text);
  }

  FileReference file(const std::string& pair, std::string_view option_name) const {
    const auto at = pairs_.find(pair);
    if (at == pairs_.end() || at->second.setting == nullptr) return {};
    const Word* word = option(*at->second.setting, option_name);
    return word == nullptr ? FileReference() : settings_.file(*at->second.setting, *word);
  }

  void add(const std::string& name) {
    const Virtual& virtual_server = virtuals_[name];
    Endpoint endpoint{.server = Server::netscaler, .block = name, .location = {}};
    for (const auto* bound : {&virtual_server.usual, &virtual_server.by_name}) {
      for (const auto& [bind, pair] : *bound) {
        FileReference certificate = file(pair, "-cert");
        if (!certificate.is_named()) continue;
        if (endpoint.certificates.empty()) endpoint.location = bind->location();
        const auto linked = pairs_.find(pair);
        endpoint.certificates.push_back(
            {.certificate = std::move(certificate), .key = file(pair, "-key"), .chain = file(linked->second.issuer, "-cert")});
      }
    }
    if (endpoint.certificates.empty()) return;
    if (!virtual_server.listener.port.empty()) endpoint.listeners.push_back(virtual_server.listener);
    for (const std::string& authority : virtual_server.authorities) {
      if (FileReference named = file(authority, "-cert"); named.is_named()) endpoint.client_cas.push_back(std::move(named));
    }
    settings_.add(std::move(endpoint));
  }

  SettingsFile settings_;
  std::map<std::string, Pair> pairs_;
  std::map<std::string, Virtual> virtuals_;
  std::vector<std::string> order_;
};

}  // namespace

void read_f5(const ServerFiles& files, bool, Configuration& configuration) { BigIpReader(files, configuration).read(); }

void read_netscaler(const ServerFiles& files, bool, Configuration& configuration) { NetscalerReader(files, configuration).read(); }

}  // namespace chainlint::config
