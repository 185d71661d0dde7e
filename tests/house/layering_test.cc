// A layer sees only what is to its left, and each library is called in one layer.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <set>

#include "tree.h"

namespace chainlint::test {
namespace layering_test {

// What each layer may include besides itself. The order of the rows is the direction in which data flows.
const std::map<std::string, std::set<std::string>>& allowed_layers() {
  static const std::map<std::string, std::set<std::string>> kAllowed{
      {"base", {}},
      {"asn1", {"base"}},
      {"x509", {"base", "asn1"}},
      {"crypto", {"base", "asn1", "x509"}},
      {"yaml", {"base"}},
      {"embed", {"base", "crypto", "yaml"}},
      {"mint", {"base", "asn1", "x509", "crypto", "yaml"}},
      {"formats", {"base", "asn1", "x509", "crypto", "yaml"}},
      {"config", {"base", "yaml"}},
      {"chain", {"base", "asn1", "x509", "crypto", "formats"}},
      {"profiles", {"base", "x509", "crypto", "yaml", "formats", "chain"}},
      {"records", {"base", "yaml"}},
      {"facts", {"base", "asn1", "x509", "crypto", "formats", "chain", "profiles", "records"}},
      {"rules", {"base", "asn1", "x509", "crypto", "yaml", "mint", "formats", "chain", "profiles", "records", "facts"}},
      {"policy", {"base", "x509", "crypto", "yaml", "formats", "chain", "profiles", "facts", "rules"}},
      {"renewal", {"base", "asn1", "x509", "crypto", "formats", "chain", "profiles", "records", "facts", "rules"}},
      {"write", {"base", "asn1", "x509", "crypto", "yaml", "formats", "chain", "profiles", "facts"}},
      {"report",
       {"base", "asn1", "x509", "crypto", "yaml", "formats", "chain", "profiles", "records", "facts", "rules", "policy", "renewal", "write",
        "config"}},
      {"git", {"base", "policy"}},
      {"run",
       {"base", "asn1", "x509", "crypto", "yaml", "formats", "chain", "profiles", "records", "facts", "rules", "policy", "renewal", "write",
        "report", "git", "config"}},
      {"cli",
       {"base", "asn1", "x509", "crypto", "yaml", "formats", "chain", "profiles", "records", "facts", "rules", "policy", "renewal", "write",
        "report", "git", "run", "config"}}};
  return kAllowed;
}

// Headers of third-party libraries and the layers that may call them.
const std::vector<std::pair<std::string, std::set<std::string>>>& library_homes() {
  static const std::vector<std::pair<std::string, std::set<std::string>>> kHomes{
      {"botan/", {"crypto"}},     {"nettle/", {"crypto"}},
      {"yaml-cpp/", {"yaml"}},    {"nlohmann/", {"formats", "report"}},
      {"archive.h", {"formats"}}, {"expat.h", {"config", "formats"}},
      {"CLI/", {"cli"}},          {"idn2.h", {"run"}},
      {"git2.h", {"git"}}};
  return kHomes;
}

// "x509" for src/x509/name.cc and include/chainlint/x509/name.h.
std::optional<std::string> layer_of(const std::string& path) {
  std::smatch match;
  if (std::regex_match(path, match, std::regex("(?:src|include/chainlint)/([a-z0-9]+)/.*\\.(?:h|cc)"))) return match[1].str();
  return std::nullopt;
}

struct Include {
  std::string path, line, header;
};

std::vector<Include> includes() {
  static const std::regex kInclude("\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"].*");
  std::vector<Include> found;
  for (const char* folder : {"src", "include"}) {
    for (const std::string& path : files_below(folder)) {
      if (!layer_of(path)) continue;
      for (const std::string& line : lines_of(path)) {
        std::smatch match;
        if (line.find("#") != std::string::npos && std::regex_match(line, match, kInclude)) found.push_back({path, line, match[1].str()});
      }
    }
  }
  return found;
}

TEST(Layering, EveryLayerSeesOnlyWhatIsToItsLeft) {
  static const std::regex kHeader("chainlint/([a-z0-9]+)/.*");
  std::size_t seen = 0;
  for (const Include& include : includes()) {
    std::smatch match;
    if (!std::regex_match(include.header, match, kHeader)) continue;
    ++seen;
    const std::string layer = *layer_of(include.path);
    const std::string other = match[1].str();
    ASSERT_TRUE(allowed_layers().contains(layer)) << include.path << " is in no known layer";
    EXPECT_TRUE(layer == other || allowed_layers().at(layer).contains(other)) << include.path << ": " << include.line;
  }
  EXPECT_GT(seen, 100u);
}

// The rooms of a layer are the folders in it: "formats/pem". Nothing for files beside them, which may put rooms together.
std::string room_of(const std::string& path) {
  std::smatch match;
  return std::regex_match(path, match, std::regex("src/([a-z0-9]+/[a-z0-9]+)/.*")) ? match[1].str() : "";
}

// The room of each header, by how it is included: a public one belongs to the room of the source with its name.
std::map<std::string, std::string> rooms_of_headers() {
  std::map<std::string, std::string> rooms;
  for (const std::string& path : files_below("src")) {
    const std::string room = room_of(path);
    if (room.empty()) continue;
    const std::string layer = room.substr(0, room.find('/')), file = path.substr(path.rfind('/') + 1);
    if (path.ends_with(".h")) rooms.emplace(path.substr(5 + layer.size()), room);
    if (path.ends_with(".cc")) rooms.emplace("chainlint/" + layer + "/" + file.substr(0, file.size() - 2) + "h", room);
  }
  return rooms;
}

TEST(Layering, RoomsOfALayerSeeEachOtherOneWay) {
  const std::map<std::string, std::string> rooms = rooms_of_headers();
  std::map<std::string, std::map<std::string, std::string>> seen;  // an include as witness, by the rooms that it leads from and to
  for (const Include& include : includes()) {
    const auto target = rooms.find(include.header);
    const std::string from = room_of(include.path);
    const bool same_layer =
        target != rooms.end() && !from.empty() && from.substr(0, from.find('/')) == target->second.substr(0, target->second.find('/'));
    if (same_layer && from != target->second) seen[from].emplace(target->second, include.path + ": " + include.line);
  }
  EXPECT_GT(seen.size(), 10u);
  // Rooms that see no room any more are taken away until none is left; what stays is in a ring or looks into one.
  for (bool found = true; found;) {
    found = false;
    for (auto& [from, targets] : seen) std::erase_if(targets, [&](const auto& target) { return !seen.contains(target.first); });
    found = std::erase_if(seen, [](const auto& room) { return room.second.empty(); }) > 0;
  }
  for (const auto& [from, targets] : seen) {
    for (const auto& [to, witness] : targets) ADD_FAILURE() << from << " and " << to << " are in a ring: " << witness;
  }
}

TEST(Layering, EveryLibraryIsCalledInOneLayer) {
  for (const Include& include : includes()) {
    for (const auto& [prefix, homes] : library_homes()) {
      if (include.header.starts_with(prefix)) {
        EXPECT_TRUE(homes.contains(*layer_of(include.path))) << include.path << ": " << include.line;
      }
    }
  }
}

TEST(Layering, PublicHeadersKnowNoLibrary) {
  for (const Include& include : includes()) {
    if (!include.path.starts_with("include/")) continue;
    const bool own = include.header.starts_with("chainlint/");
    const bool standard = include.header.find('/') == std::string::npos && include.header.find('.') == std::string::npos;
    EXPECT_TRUE(own || standard) << include.path << ": " << include.line;
  }
}

// Nothing in this program opens a socket.
TEST(Layering, NothingReachesForTheNetwork) {
  static const std::set<std::string> kNetwork{"sys/socket.h", "netdb.h", "sys/un.h", "curl/curl.h"};
  for (const Include& include : includes()) EXPECT_FALSE(kNetwork.contains(include.header)) << include.path << ": " << include.line;
}

}  // namespace layering_test
}  // namespace chainlint::test
