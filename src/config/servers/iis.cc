// IIS: the bindings of applicationHost.config and of Get-WebBinding, and the certificates of HTTP.sys that `netsh http show sslcert`
// prints. Documentation: "Binding <binding>", "netsh http", HTTP_SERVICE_CONFIG_SSL_SNI_KEY. Not run: there is no Windows among the tests.
#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/config/reader.h"
#include "servers/directives.h"
#include "servers/servers.h"
#include "syntax/loader.h"
#include "syntax/windows_bindings.h"

namespace chainlint::config {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFilesBeside = 64;  // text files in the folder of applicationHost.config that are looked at
constexpr std::size_t kOutputBytes = 4u << 20;
constexpr unsigned kSni = 1, kCentralStore = 2;  // of sslFlags

// The certificate of an address and port, or of a host name and port, in HTTP.sys.
struct HttpSysCertificate {
  const Statement* at = nullptr;
  std::string hash, store;
};

class IisReader {
 public:
  IisReader(const ServerFiles& files, Configuration& configuration)
      : loader_(files, configuration, parse_windows_bindings), path_(configuration.path) {}

  void read() {
    take_file(path_);
    const bool outputs_beside = fs::path(path_).extension() == ".config";
    if (outputs_beside) take_outputs();
    bool any = false;
    for (const std::vector<Statement>& file : files_) {
      for (const Statement& statement : file) any = statement.name() == "binding" || any;
    }
    for (const std::vector<Statement>& file : files_) {
      for (const Statement& statement : file) {
        if (statement.name() == "binding") add_binding(statement);
      }
    }
    if (any) return;
    for (const auto& [endpoint, certificate] : certificates_) add_http_sys(endpoint, certificate);
  }

 private:
  void take_file(const std::string& path) {
    files_.push_back(loader_.load(path, nullptr));
    loader_.leave();
    for (const Statement& statement : files_.back()) {
      if (statement.name() != "sslcert") continue;
      const std::string store = text_of(statement, "store");
      certificates_.try_emplace(
          to_lower_ascii(text_of(statement, "endpoint")),
          HttpSysCertificate{&statement, text_of(statement, "hash"), store.empty() || store == "(null)" ? "My" : store});
    }
  }

  // Outputs of netsh that are kept beside the configuration.
  void take_outputs() {
    const std::string folder = fs::path(path_).parent_path().string();
    const Result<std::vector<std::string>> names = loader_.files().names_in(folder.empty() ? "." : folder);
    std::size_t looked_at = 0;
    for (std::size_t i = 0; names && i < names->size() && looked_at < kFilesBeside; ++i) {
      const std::string path = (fs::path(folder) / (*names)[i]).string();
      if (fs::path(path).extension() != ".txt" || loader_.files().kind_of(path) != FileTree::Kind::file) continue;
      ++looked_at;
      const Result<Bytes> content = loader_.files().read(path, kOutputBytes);
      if (content && recognize(as_text(*content)) == Server::iis) take_file(path);
    }
  }

  static const Word* value_of(const Statement& statement, std::string_view name) {
    for (std::size_t i = 1; i + 1 < statement.words.size(); i += 2) {
      if (equal_ignoring_ascii_case(statement.words[i].text, name)) return &statement.words[i + 1];
    }
    return nullptr;
  }

  static std::string text_of(const Statement& statement, std::string_view name) {
    const Word* word = value_of(statement, name);
    return word == nullptr ? "" : word->text;
  }

  // "*:443:www.example.com", "[::1]:443:": from the right, because an address may have colons.
  void add_binding(const Statement& statement) {
    if (!equal_ignoring_ascii_case(text_of(statement, "protocol"), "https")) return;
    const std::string information = text_of(statement, "bindingInformation");
    const std::size_t last = information.rfind(':');
    if (last == std::string::npos) return;
    const std::string host = information.substr(last + 1);
    Endpoint endpoint{.server = Server::iis, .block = block_of(statement), .location = statement.location()};
    endpoint.listeners.push_back(parse_address(information.substr(0, last), "443"));
    const Listener& listener = endpoint.listeners.front();
    unsigned flags = 0;
    for (const char digit : text_of(statement, "sslFlags")) {
      if (digit >= '0' && digit <= '9' && flags < 1000) flags = flags * 10 + static_cast<unsigned>(digit - '0');
    }
    endpoint.listeners.front().is_default = (flags & kSni) == 0;
    if (!host.empty()) endpoint.names.push_back({.text = to_lower_ascii(host), .form = form_of_name(host), .location = endpoint.location});
    if (const Word* hash = value_of(statement, "certificateHash"); hash != nullptr && !hash->text.empty()) {
      const std::string store = text_of(statement, "certificateStoreName");
      add_certificate(hash->text, store.empty() ? "My" : store, endpoint.location, endpoint);
    } else if (const HttpSysCertificate* found = certificate_of(listener, to_lower_ascii(host))) {
      add_certificate(found->hash, found->store, found->at->location(), endpoint);
    } else if ((flags & kCentralStore) != 0) {
      add_certificate("", "", endpoint.location, endpoint);
    }
    loader_.add(std::move(endpoint));
  }

  static std::string block_of(const Statement& statement) {
    const std::string site = text_of(statement, "site");
    return site.empty() ? "binding" : "binding of " + site;
  }

  // The address itself, then the name, then any address.
  const HttpSysCertificate* certificate_of(const Listener& listener, const std::string& host) const {
    const std::string port = ":" + listener.port;
    for (const std::string& key : {listener.address + port, host + port, "0.0.0.0" + port, "[::]" + port}) {
      const auto found = key == port || key == "*" + port ? certificates_.end() : certificates_.find(key);
      if (found != certificates_.end() && !found->second.hash.empty()) return &found->second;
    }
    return nullptr;
  }

  // Without a hash: the central certificate store, whose files are found by their names.
  static void add_certificate(const std::string& hash, const std::string& store, const Location& location, Endpoint& endpoint) {
    const std::string written = hash.empty() ? "central certificate store" : to_lower_ascii(hash) + " of store " + store;
    FileReference reference{.written = written, .location = location, .state = FileState::stored, .path = {}, .tried = {}};
    reference.sha1 = to_lower_ascii(hash);
    endpoint.certificates.push_back({.certificate = std::move(reference), .key = {}, .chain = {}});
  }

  void add_http_sys(const std::string& text, const HttpSysCertificate& certificate) {
    Endpoint endpoint{.server = Server::iis, .block = "HTTP.sys", .location = certificate.at->location()};
    Listener listener = parse_address(text, "443");
    const bool name = listener.address.find_first_not_of("0123456789.*") != std::string::npos && !listener.address.starts_with('[');
    if (name) {
      endpoint.names.push_back({.text = listener.address, .form = form_of_name(listener.address), .location = endpoint.location});
      listener.address = "*";
    }
    listener.is_default = !name;
    endpoint.listeners.push_back(std::move(listener));
    add_certificate(certificate.hash, certificate.store, endpoint.location, endpoint);
    loader_.add(std::move(endpoint));
  }

  Loader loader_;
  std::string path_;
  std::vector<std::vector<Statement>> files_;
  std::map<std::string, HttpSysCertificate> certificates_;  // by "0.0.0.0:443" or "www.example.com:443"
};

}  // namespace

void read_iis(const ServerFiles& files, bool, Configuration& configuration) { IisReader(files, configuration).read(); }

}  // namespace chainlint::config
