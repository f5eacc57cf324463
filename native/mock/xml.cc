#include "xml.h"

#include <algorithm>

#include "failure.h"
#include "xml_text.h"

namespace openvino_mock {

namespace {

constexpr size_t kMaxByteLength = size_t{64} << 20;
// elements are freed recursively: the stack has to hold this many
constexpr size_t kMaxDepth = 256;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool IsNameStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || (c & 0x80) != 0;
}

bool IsName(char c) { return IsNameStart(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  XmlElement Run() {
    if (text_.size() > kMaxByteLength) throw Failure("The XML is longer than 64 MiB.");
    if (text_.find('\0') != std::string_view::npos) Fail("The XML holds a NUL character", text_.find('\0'));
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") at_ = 3;
    while (at_ < text_.size()) {
      ReadText();
      if (at_ < text_.size()) ReadMarkup();
    }
    if (!open_.empty()) Fail("Start-end tags mismatch", at_);
    if (document_.children.empty()) Fail("No document element found", at_);
    return std::move(document_.children.front());
  }

 private:
  [[noreturn]] void Fail(const char* what, size_t at) const {
    const auto end = text_.begin() + std::min(at, text_.size());
    throw Failure(std::string(what) + " at line " + std::to_string(1 + std::count(text_.begin(), end, '\n')));
  }

  bool Starts(std::string_view with) const { return text_.substr(at_, with.size()) == with; }

  /** The position of `what`, from here on; fails with `message` where there is none. */
  size_t Find(std::string_view what, const char* message) const {
    const size_t found = text_.find(what, at_);
    if (found == std::string_view::npos) Fail(message, at_);
    return found;
  }

  void SkipSpace() {
    while (at_ < text_.size() && IsSpace(text_[at_])) at_++;
  }

  std::string_view ReadName() {
    const size_t start = at_;
    if (at_ < text_.size() && IsNameStart(text_[at_])) {
      while (at_ < text_.size() && IsName(text_[at_])) at_++;
    }
    return text_.substr(start, at_ - start);
  }

  void ReadText() {
    const size_t end = std::min(text_.find('<', at_), text_.size());
    const std::string_view run = text_.substr(at_, end - at_);
    at_ = end;
    if (open_.empty() || std::all_of(run.begin(), run.end(), IsSpace)) return;
    AppendXmlText(run, false, open_.back()->text);
  }

  void ReadMarkup() {
    if (Starts("<!--")) {
      at_ = Find("-->", "Error parsing comment") + 3;
    } else if (Starts("<![CDATA[")) {
      at_ += 9;
      const size_t end = Find("]]>", "Error parsing CDATA section");
      if (!open_.empty()) open_.back()->text.append(text_.substr(at_, end - at_));
      at_ = end + 3;
    } else if (Starts("<!")) {
      SkipDeclaration();
    } else if (Starts("<?")) {
      at_ += 2;
      constexpr const char* kMessage = "Error parsing document declaration/processing instruction";
      if (ReadName().empty()) Fail(kMessage, at_);
      at_ = Find("?>", kMessage) + 2;
    } else if (Starts("</")) {
      ReadEndTag();
    } else {
      ReadStartTag();
    }
  }

  /** A document type: its entities are neither looked at nor expanded. */
  void SkipDeclaration() {
    const size_t start = at_;
    size_t brackets = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        at_ = std::min(text_.find(c, at_ + 1), text_.size());
      } else if (Starts("<!--")) {
        at_ = Find("-->", "Error parsing document type declaration") + 2;
      } else if (c == '[') {
        brackets++;
      } else if (c == ']' && brackets > 0) {
        brackets--;
      } else if (c == '>' && brackets == 0) {
        at_++;
        return;
      }
      at_++;
    }
    Fail("Error parsing document type declaration", start);
  }

  void ReadStartTag() {
    const size_t start = at_++;
    const std::string_view name = ReadName();
    if (name.empty()) Fail("Could not determine tag type", start);
    if (open_.size() == kMaxDepth) Fail("Elements are nested more than 256 deep", start);
    XmlElement& parent = open_.empty() ? document_ : *open_.back();
    XmlElement& element = parent.children.emplace_back();
    element.name = name;
    while (ReadAttribute(element)) {
    }
    if (Starts("/>")) {
      at_ += 2;
    } else if (Starts(">")) {
      at_++;
      open_.push_back(&element);
    } else {
      Fail("Error parsing start element tag", at_);
    }
  }

  /** Reads the next attribute; false where the tag ends. */
  bool ReadAttribute(XmlElement& element) {
    const size_t end_of_last = at_;
    SkipSpace();
    const std::string_view name = ReadName();
    if (name.empty()) return false;
    if (name.data() == text_.data() + end_of_last) Fail("Error parsing element attribute", at_);
    SkipSpace();
    if (!Starts("=")) Fail("Error parsing element attribute", at_);
    at_++;
    SkipSpace();
    if (!Starts("\"") && !Starts("'")) Fail("Error parsing element attribute", at_);
    const char quote = text_[at_++];
    const size_t end = Find({&quote, 1}, "Error parsing element attribute");
    auto& [key, value] = element.attributes.emplace_back();
    key = name;
    AppendXmlText(text_.substr(at_, end - at_), true, value);
    at_ = end + 1;
    return true;
  }

  void ReadEndTag() {
    const size_t start = at_;
    at_ += 2;
    const std::string_view name = ReadName();
    if (open_.empty() || name != open_.back()->name) Fail("Start-end tags mismatch", start);
    SkipSpace();
    if (!Starts(">")) Fail("Error parsing end element tag", at_);
    at_++;
    open_.pop_back();
  }

  std::string_view text_;
  size_t at_ = 0;
  /** Holds the document's element as its first child. */
  XmlElement document_;
  /** Elements begun and not ended, outermost first: each is the last child of the one before it, so it does not move. */
  std::vector<XmlElement*> open_;
};

}  // namespace

const std::string* XmlElement::Attribute(std::string_view name) const {
  for (const auto& [key, value] : attributes) {
    if (key == name) return &value;
  }
  return nullptr;
}

const XmlElement* XmlElement::Child(std::string_view name) const {
  for (const XmlElement& child : children) {
    if (child.name == name) return &child;
  }
  return nullptr;
}

std::vector<const XmlElement*> XmlElement::Children(std::string_view name) const {
  std::vector<const XmlElement*> found;
  for (const XmlElement& child : children) {
    if (child.name == name) found.push_back(&child);
  }
  return found;
}

XmlElement ParseXml(std::string_view text) { return Parser(text).Run(); }

}  // namespace openvino_mock
