// Lines of files and pipes as they arrive.
#include "inputs/line_reader.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "unit/temporary_folder.h"

namespace chainlint::run {
namespace line_reader_test {

bool never() { return false; }

// "number:text" of each line; "number!" of one that is too long.
std::vector<std::string> lines_in(const std::string& content, std::uint64_t most = 1000) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/lines";
  std::ofstream(path, std::ios::binary) << content;
  LineReader reader(path, most);
  std::vector<std::string> lines;
  while (auto line = reader.next(never)) lines.push_back(std::to_string(line->number) + (line->too_long ? "!" : ":" + line->text));
  EXPECT_EQ(reader.problem(), "");
  return lines;
}

using Lines = std::vector<std::string>;

TEST(LineReader, GivesEachLineThatIsNotBlank) {
  EXPECT_EQ(lines_in(""), Lines());
  EXPECT_EQ(lines_in("\n \t\r\n"), Lines());
  EXPECT_EQ(lines_in("a\nb\n"), (Lines{"1:a", "2:b"}));
  EXPECT_EQ(lines_in("a\n\n\r\n  b\r\nc"), (Lines{"1:a", "4:  b\r", "5:c"}));
  EXPECT_EQ(lines_in(std::string("a\0b\n", 4)), Lines{"1:" + std::string("a\0b", 3)});
}

TEST(LineReader, SkipsLinesThatAreTooLong) {
  EXPECT_EQ(lines_in("1234\n12345\n1\n", 4), (Lines{"1:1234", "2!", "3:1"}));
  EXPECT_EQ(lines_in("12345", 4), Lines{"1!"});
  const std::string large(3000000, 'x');
  EXPECT_EQ(lines_in(large + "\na\n" + large, 4), (Lines{"1!", "2:a", "3!"}));
  EXPECT_EQ(lines_in(large + "\na\n", 3000000), (Lines{"1:" + large, "2:a"}));
}

TEST(LineReader, SaysWhyNothingCanBeRead) {
  const TemporaryFolder folder;
  LineReader absent(folder.path() + "/absent", 10), walked(folder.path(), 10);
  EXPECT_FALSE(absent.next(never));
  EXPECT_EQ(absent.problem(), "cannot be opened: No such file or directory");
  EXPECT_FALSE(walked.next(never));
  EXPECT_EQ(walked.problem(), "is a folder; specify a file with one record per line, or - for standard input");
}

TEST(LineReader, WaitsForThePipeAndGivesALineBeforeTheNextArrives) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/pipe";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  std::atomic<int> taken{0};
  std::thread writer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    std::ofstream pipe(path);
    for (int i = 0; i < 3; ++i) {
      pipe << "line " << i << "\n" << std::flush;
      while (taken <= i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    pipe << "half" << std::flush;
  });
  LineReader reader(path, 100);
  Lines lines;
  while (auto line = reader.next(never)) {
    lines.push_back(line->text);
    ++taken;
  }
  writer.join();
  EXPECT_EQ(lines, (Lines{"line 0", "line 1", "line 2", "half"}));
}

TEST(LineReader, StopsWhileItWaits) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/pipe";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  LineReader reader(path, 100);
  int asked = 0;
  EXPECT_FALSE(reader.next([&] { return ++asked > 3; }));
  EXPECT_EQ(reader.problem(), "");
}

}  // namespace line_reader_test
}  // namespace chainlint::run
