#include "archive/unpack.h"

#include <fmt/format.h>
#include <locale.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

#include "chainlint/base/interruption.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "libarchive.h"

namespace chainlint::formats {
namespace {

constexpr std::size_t kTarBlock = 512;

constexpr std::array<std::string_view, 5> kMagics = {std::string_view("PK\3\4", 4), std::string_view("PK\5\6", 4),
                                                     std::string_view("\x1F\x8B\x08", 3),
                                                     std::string_view("\xFD"
                                                                      "7zXZ\0",
                                                                      6),
                                                     std::string_view("\x28\xB5\x2F\xFD", 4)};

bool is_bzip2(std::string_view text) {
  return text.size() > 10 && text.starts_with("BZh") && text[3] >= '1' && text[3] <= '9' && text.substr(4, 6) == "1AY&SY";
}

// The sum of the header's bytes, its own field counted as blanks, is in it in octal (POSIX.1-1988 ustar and before).
bool has_tar_checksum(ByteView data) {
  constexpr std::size_t kField = 148, kFieldSize = 8;
  if (data.size() < kTarBlock || data[0] == 0) return false;
  std::uint32_t sum = 0, stored = 0;
  bool digits = false;
  for (std::size_t i = 0; i < kTarBlock; ++i) sum += i >= kField && i < kField + kFieldSize ? ' ' : data[i];
  for (std::size_t i = kField; i < kField + kFieldSize; ++i) {
    if (data[i] == ' ' && !digits) continue;
    if (data[i] < '0' || data[i] > '7') break;
    stored = stored * 8 + (data[i] - '0');
    digits = true;
  }
  return digits && stored == sum;
}

struct ArchiveCloser {
  void operator()(struct archive* handle) const { archive_read_free(handle); }
};
using ArchiveHandle = std::unique_ptr<struct archive, ArchiveCloser>;

ArchiveHandle open_archive(ByteView data, const ReadOptions& options) {
  ArchiveHandle handle(archive_read_new());
  archive_read_support_format_zip(handle.get());
  archive_read_support_format_tar(handle.get());
  archive_read_support_format_raw(handle.get());
  archive_read_support_filter_gzip(handle.get());
  archive_read_support_filter_bzip2(handle.get());
  archive_read_support_filter_xz(handle.get());
  archive_read_support_filter_zstd(handle.get());
  const std::size_t count = std::min(options.passwords.size(), options.limits.passwords);
  for (std::size_t i = 0; i < count; ++i) {
    if (options.passwords[i].empty()) continue;
    const ByteView password = as_bytes(options.passwords[i].utf8());
    SecretBytes terminated(password.size() + 1);
    std::copy(password.begin(), password.end(), terminated.data());
    archive_read_add_passphrase(handle.get(), reinterpret_cast<const char*>(terminated.data()));
  }
  if (archive_read_open_memory(handle.get(), data.data(), data.size()) != ARCHIVE_OK) return nullptr;
  return handle;
}

// The upper half of code page 437, in which a zip has its names unless a flag says that they are UTF-8 (APPNOTE.TXT, appendix D).
constexpr std::u32string_view kCodePage437 =
    U"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ"
    U"áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
    U"└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
    U"αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0";

std::string from_code_page_437(std::string_view name) {
  std::string text;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    append_utf8(text, byte < 0x80 ? byte : kCodePage437[byte - 0x80]);
  }
  return text;
}

std::string name_of(struct archive_entry* entry, std::size_t number, bool zip) {
  const char* name = archive_entry_pathname_utf8(entry);
  if (name == nullptr) name = archive_entry_pathname(entry);
  if (name == nullptr) return fmt::format("member {}", number);
  return printable(zip && !is_utf8(name) ? from_code_page_437(name) : name);
}

// libarchive converts names that are marked as UTF-8 to the character set of the thread, and drops those that do not fit.
class Utf8Thread {
 public:
  Utf8Thread() : before_(uselocale(utf8())) {}
  ~Utf8Thread() { uselocale(before_); }
  Utf8Thread(const Utf8Thread&) = delete;
  Utf8Thread& operator=(const Utf8Thread&) = delete;

 private:
  static locale_t utf8() {
    static const locale_t made = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return made;
  }

  locale_t before_;
};

std::string reason_of(struct archive* handle) {
  const char* text = archive_error_string(handle);
  return text == nullptr ? "it is damaged" : printable(text);
}

class Unpacker {
 public:
  Unpacker(ByteView data, ArchiveBudget& budget, ReadContext& context, Container& archive)
      : data_(data), budget_(budget), context_(context), archive_(archive), handle_(open_archive(data, context.options)) {}

  void run(const UseMember& use) {
    if (!handle_) {
      error("archive-damaged", "archive cannot be opened; it is damaged or in an unsupported format", "");
      return;
    }
    read_members(use);
    if (locked_ > 0) {
      error("archive-locked",
            fmt::format("{} of the archive {} encrypted and {}", count_noun(locked_, "member"), locked_ == 1 ? "is" : "are",
                        context_.options.passwords.empty() ? "no password was specified"
                        : locked_ == 1                     ? "no specified password opens it"
                                                           : "no specified password opens them"),
            "");
    }
  }

 private:
  void read_members(const UseMember& use) {
    struct archive_entry* entry = nullptr;
    int status = ARCHIVE_OK;
    while ((status = archive_read_next_header(handle_.get(), &entry)) != ARCHIVE_EOF) {
      if (status == ARCHIVE_RETRY) continue;
      if (status == ARCHIVE_FATAL || status == ARCHIVE_FAILED) {
        error("archive-damaged",
              fmt::format("archive cannot be read after {}: {}", count_noun(number_, "member"), reason_of(handle_.get())), "");
        return;
      }
      if (!take(entry, use) || stop_signal() != 0) return;
    }
  }

  // False where nothing more is to be read.
  bool take(struct archive_entry* entry, const UseMember& use) {
    ++number_;
    if (++budget_.members > context_.options.limits.archive_members) {
      error("archive-limit",
            fmt::format("archive has more than {} members; the rest was not read", context_.options.limits.archive_members), "");
      return false;
    }
    const std::string name = member_name(entry);
    if (archive_entry_hardlink(entry) != nullptr || archive_entry_filetype(entry) == AE_IFLNK) {
      report_note(context_, archive_, "archive-link", "the link was not followed", at(name));
      return true;
    }
    if (archive_entry_filetype(entry) != AE_IFREG) return true;
    Bytes content;
    if (!read_content(name, content)) return !stopped_;
    use(name, std::move(content), archive_entry_is_encrypted(entry) == 1);
    return true;
  }

  // A compressed file alone has no name of its own in the archive: it is the file's without the ending.
  std::string member_name(struct archive_entry* entry) const {
    const int format = archive_format(handle_.get()) & ARCHIVE_FORMAT_BASE_MASK;
    if (format != ARCHIVE_FORMAT_RAW) return name_of(entry, number_, format == ARCHIVE_FORMAT_ZIP);
    const std::string& path = context_.path;
    std::string name = path.substr(path.find_last_of("/!") + 1);
    if (const std::size_t dot = name.find_last_of('.'); dot != std::string::npos && dot > 0) name.resize(dot);
    return name;
  }

  bool read_content(const std::string& name, Bytes& content) {
    const Limits& limits = context_.options.limits;
    for (;;) {
      const void* block = nullptr;
      std::size_t size = 0;
      la_int64_t offset = 0;
      const int status = archive_read_data_block(handle_.get(), &block, &size, &offset);
      if (status == ARCHIVE_EOF) return true;
      if (status == ARCHIVE_RETRY) continue;
      if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return unreadable(name);
      // A sparse tar member has holes, which are zero bytes.
      const auto begin = static_cast<std::uint64_t>(offset);
      if (begin < content.size()) return unreadable(name);
      budget_.octets += begin - content.size() + size;
      if (begin > limits.file_bytes || begin + size > limits.file_bytes) {
        error("archive-limit", fmt::format("member is larger than {} MiB; it was not read", limits.file_bytes >> 20), name);
        return false;
      }
      if (over_budget(name) || over_run_budget(begin - content.size() + size, name)) return false;
      content.resize(static_cast<std::size_t>(begin));
      const auto* octets = static_cast<const std::uint8_t*>(block);
      content.insert(content.end(), octets, octets + size);
    }
  }

  bool over_budget(const std::string& name) {
    const Limits& limits = context_.options.limits;
    if (budget_.octets > limits.archive_bytes) {
      error("archive-limit", fmt::format("archive unpacks to more than {} MiB; the rest was not read", limits.archive_bytes >> 20), name);
      stopped_ = true;
    } else if (budget_.octets > ArchiveLimits::kRatioFloor && budget_.octets / limits.archive_ratio > data_.size()) {
      error("archive-limit", fmt::format("archive unpacks to more than {} times its size; the rest was not read", limits.archive_ratio),
            name);
      stopped_ = true;
    }
    return stopped_;
  }

  bool over_run_budget(std::uint64_t size, const std::string& name) {
    RunBudget* run = context_.options.run.get();
    if (run == nullptr || run->bytes.take(size)) return false;
    error("run-limit",
          fmt::format("the unpacked files of this run have more than {} bytes; the rest was not read. Check fewer files at "
                      "a time, or allow more with --limit bytes=N",
                      run->bytes.most()),
          name);
    stopped_ = true;
    return true;
  }

  bool unreadable(const std::string& name) {
    if (archive_read_has_encrypted_entries(handle_.get()) == 1) {
      ++locked_;
    } else {
      error("archive-damaged", fmt::format("member cannot be unpacked: {}", reason_of(handle_.get())), name);
    }
    return false;
  }

  Location at(const std::string& name) const { return {.path = name.empty() ? context_.path : context_.path + "!" + name}; }

  void error(std::string code, std::string message, const std::string& name) {
    report_error(context_, archive_, std::move(code), std::move(message), at(name));
  }

  Utf8Thread utf8_;
  ByteView data_;
  ArchiveBudget& budget_;
  ReadContext& context_;
  Container& archive_;
  ArchiveHandle handle_;
  std::size_t number_ = 0;
  std::size_t locked_ = 0;  // members that no password opened
  bool stopped_ = false;
};

}  // namespace

bool is_archive(ByteView data) {
  const std::string_view text = as_text(data);
  return is_bzip2(text) || std::any_of(kMagics.begin(), kMagics.end(), [&](std::string_view magic) { return text.starts_with(magic); }) ||
         has_tar_checksum(data);
}

void unpack(ByteView data, ArchiveBudget& budget, ReadContext& context, Container& archive, const UseMember& use) {
  Unpacker(data, budget, context, archive).run(use);
}

}  // namespace chainlint::formats
