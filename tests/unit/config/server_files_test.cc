#include "chainlint/config/server_files.h"

#include <gtest/gtest.h>

#include "unit/config/memory_tree.h"

namespace chainlint::config {
namespace {

FileReference find(const MemoryTree& tree, const std::string& written, std::vector<std::string> roots = {},
                   std::vector<std::string> inputs = {"site/nginx", "site"}) {
  return ServerFiles(tree, std::move(roots), std::move(inputs)).find(written, {"site/nginx"}, {});
}

TEST(ServerFiles, FindRelativePathsBesideTheConfiguration) {
  const MemoryTree tree(Files{{"site/nginx/a.pem", ""}, {"site/b.pem", ""}});
  EXPECT_EQ(find(tree, "a.pem").path, "site/nginx/a.pem");
  EXPECT_EQ(find(tree, "../b.pem").path, "site/b.pem");
  EXPECT_EQ(find(tree, "c.pem").state, FileState::missing);
  EXPECT_EQ(find(tree, "c.pem").tried, std::vector<std::string>{"site/nginx/c.pem"});
}

TEST(ServerFiles, FindAbsolutePathsBelowARoot) {
  const MemoryTree tree(Files{{"image/etc/ssl/a.pem", ""}, {"site/nginx/nginx.conf", ""}});
  EXPECT_EQ(find(tree, "/etc/ssl/a.pem", {"image"}).path, "image/etc/ssl/a.pem");
  EXPECT_EQ(find(tree, "/etc/ssl/none.pem", {"image"}).state, FileState::missing);
  EXPECT_EQ(find(tree, "/etc/ssl/a.pem").state, FileState::not_supplied);
}

TEST(ServerFiles, FindAbsolutePathsByTheirLastParts) {
  const MemoryTree tree(Files{{"site/etc/ssl/a.pem", ""}, {"site/nginx/certs/b.pem", ""}, {"site/nginx/c.pem", ""}, {"site/d.pem", ""}});
  EXPECT_EQ(find(tree, "/etc/ssl/a.pem").path, "site/etc/ssl/a.pem");
  EXPECT_EQ(find(tree, "/etc/nginx/certs/b.pem").path, "site/nginx/certs/b.pem");
  EXPECT_EQ(find(tree, "/etc/nginx/c.pem").path, "site/nginx/c.pem");
  EXPECT_FALSE(find(tree, "/opt/d.pem").is_found());  // a name alone says nothing
  EXPECT_EQ(find(tree, "/etc/haproxy/certs").path, "site/nginx/certs");
}

TEST(ServerFiles, FindPathsOfWindows) {
  const MemoryTree tree(Files{{"site/conf/ssl/a.pem", ""}, {"site/nginx/certs/b.pem", ""}, {"image/conf/c.pem", ""}});
  EXPECT_EQ(find(tree, "c:/Apache24/conf/ssl/a.pem").path, "site/conf/ssl/a.pem");
  EXPECT_EQ(find(tree, "C:\\Apache24\\conf\\ssl\\a.pem").path, "site/conf/ssl/a.pem");
  EXPECT_EQ(find(tree, "C:\\Apache24/conf\\\\ssl/a.pem").path, "site/conf/ssl/a.pem");
  EXPECT_EQ(find(tree, "\\\\server\\share\\conf\\ssl\\a.pem", {"image"}).path, "site/conf/ssl/a.pem");
  EXPECT_EQ(find(tree, "certs\\b.pem").path, "site/nginx/certs/b.pem");
  EXPECT_EQ(find(tree, "D:\\conf\\c.pem", {"image"}).path, "image/conf/c.pem");
  EXPECT_EQ(find(tree, "D:/other/ssl/a.pem").state, FileState::not_supplied);
  EXPECT_EQ(find(tree, "C:a.pem").state, FileState::missing);  // relative
  const MemoryTree outside(Files{{"site/nginx/nginx.conf", ""}, {"/etc/shadow", ""}, {"C:/x/y", ""}});
  EXPECT_FALSE(find(outside, "C:\\..\\..\\..\\etc\\shadow").is_found());
  EXPECT_FALSE(find(outside, "C:/x/y").is_found());
  bool folder = false;
  const ServerFiles files(tree, {}, {"site/nginx", "site"});
  EXPECT_EQ(files.glob("C:\\Apache24\\conf\\ssl\\*.pem", {}, folder), std::vector<std::string>{"site/conf/ssl/a.pem"});
  EXPECT_EQ(files.glob("C:/Apache24/conf/ssl/*.pem", {}, folder), std::vector<std::string>{"site/conf/ssl/a.pem"});
}

TEST(ServerFiles, MissNoFileOfAFolderThatMayBeAnother) {
  const MemoryTree tree(Files{{"site/certs/a.pem", ""}, {"site/nginx/certs/b.pem", ""}});
  EXPECT_EQ(find(tree, "/opt/certs/b.pem", {}, {"site"}).state, FileState::not_supplied);
  EXPECT_EQ(find(tree, "/etc/nginx/certs/c.pem", {}, {"site"}).state, FileState::missing);
}

TEST(ServerFiles, LeadNowhereElse) {
  const MemoryTree tree(Files{{"site/nginx/nginx.conf", ""}, {"other/key.pem", ""}, {"/etc/shadow", ""}},
                        Files{{"site/nginx/link.pem", "/etc/shadow"}});
  EXPECT_EQ(find(tree, "../../other/key.pem").state, FileState::outside);
  EXPECT_EQ(find(tree, "link.pem").state, FileState::outside);
  EXPECT_FALSE(find(tree, "/etc/shadow").is_found());
  EXPECT_FALSE(find(tree, "/../../etc/shadow", {"site"}).is_found());
}

TEST(ServerFiles, ExpandPatterns) {
  const MemoryTree tree(Files{{"site/nginx/d/20.conf", ""},
                              {"site/nginx/d/10.conf", ""},
                              {"site/nginx/d/.x.conf", ""},
                              {"site/nginx/d/a.bak", ""},
                              {"site/nginx/e/z.conf", ""}});
  const ServerFiles files(tree, {}, {"site/nginx", "site"});
  bool folder = false;
  using Paths = std::vector<std::string>;
  EXPECT_EQ(files.glob("d/*.conf", {"site/nginx"}, folder), (Paths{"site/nginx/d/10.conf", "site/nginx/d/20.conf"}));
  EXPECT_TRUE(folder);
  EXPECT_EQ(files.glob("*/[!0-9]*.conf", {"site/nginx"}, folder), (Paths{"site/nginx/e/z.conf"}));
  EXPECT_EQ(files.glob("/etc/nginx/d/?0.conf", {}, folder), (Paths{"site/nginx/d/10.conf", "site/nginx/d/20.conf"}));
  EXPECT_EQ(files.glob("/etc/other/e/*.conf", {}, folder), (Paths{"site/nginx/e/z.conf"}));
  EXPECT_EQ(files.glob("/etc/*/e/*.conf", {}, folder), Paths());
  EXPECT_EQ(files.glob("none/*.conf", {"site/nginx"}, folder), Paths());
  EXPECT_FALSE(folder);
  EXPECT_EQ(files.glob("d/" + std::string(100, '*') + "[", {"site/nginx"}, folder), Paths());
}

}  // namespace
}  // namespace chainlint::config
