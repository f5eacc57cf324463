#include "xml_text.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace openvino_mock {

namespace {

constexpr uint32_t kMaxCodePoint = 0x10FFFF;

void AppendUtf8(uint32_t code, std::string& to) {
  const auto tail = [&](int shift) { to.push_back(static_cast<char>(0x80 | ((code >> shift) & 0x3F))); };
  if (code < 0x80) {
    to.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    to.push_back(static_cast<char>(0xC0 | (code >> 6)));
    tail(0);
  } else if (code < 0x10000) {
    to.push_back(static_cast<char>(0xE0 | (code >> 12)));
    tail(6);
    tail(0);
  } else {
    to.push_back(static_cast<char>(0xF0 | (code >> 18)));
    tail(12);
    tail(6);
    tail(0);
  }
}

/** Digit of a character reference; 255 for what is none. */
uint32_t Digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return 255;
}

/** Appends the character of `#65` or `#x41`; false where it means none. */
bool AppendCharacter(std::string_view reference, std::string& to) {
  const bool hexadecimal = reference.substr(0, 2) == "#x";
  const uint32_t base = hexadecimal ? 16 : 10;
  const std::string_view digits = reference.substr(hexadecimal ? 2 : 1);
  uint32_t code = 0;
  for (char c : digits) {
    const uint32_t digit = Digit(c);
    if (digit >= base) return false;
    code = code * base + digit;
    if (code > kMaxCodePoint) return false;
  }
  // no NUL, and no half of a surrogate pair, which UTF-8 does not have
  if (code == 0 || (code >= 0xD800 && code < 0xE000)) return false;
  AppendUtf8(code, to);
  return true;
}

bool AppendReference(std::string_view reference, std::string& to) {
  static constexpr std::pair<std::string_view, char> kEntities[] = {
      {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  if (!reference.empty() && reference[0] == '#') return AppendCharacter(reference, to);
  for (const auto& [name, character] : kEntities) {
    if (reference != name) continue;
    to.push_back(character);
    return true;
  }
  return false;
}

}  // namespace

void AppendXmlText(std::string_view raw, bool is_attribute, std::string& to) {
  constexpr size_t kLongestReference = 10;
  size_t at = 0;
  while (at < raw.size()) {
    const size_t plain = std::min(raw.find_first_of("&\r\n\t", at), raw.size());
    to.append(raw.substr(at, plain - at));
    if (plain == raw.size()) return;
    at = plain + 1;
    const char c = raw[plain];
    if (c == '&') {
      const size_t end = raw.substr(at, kLongestReference).find(';');
      const bool known = end != std::string_view::npos && AppendReference(raw.substr(at, end), to);
      if (known)
        at += end + 1;
      else
        to.push_back('&');
    } else if (c == '\r') {
      // a line ends in one \n, whatever the file has
      if (at < raw.size() && raw[at] == '\n') at++;
      to.push_back(is_attribute ? ' ' : '\n');
    } else {
      to.push_back(is_attribute ? ' ' : c);
    }
  }
}

}  // namespace openvino_mock
