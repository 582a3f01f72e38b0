#include "citerne/input/yaml.hpp"

#include <algorithm>
#include <istream>
#include <map>
#include <streambuf>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "citerne/base/text.hpp"
#include "citerne/input/characters.hpp"

namespace citerne::input {

const Node* Node::find(std::string_view name) const {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.name == name; });
  return found == entries.end() ? nullptr : &found->value;
}

namespace {

/// Thrown to leave the parser; the fault is already told.
struct Stop {};

/// The lines of a text, to turn the parser's byte columns into characters.
class Lines {
 public:
  Lines(std::string_view text, Mark from) : from_{from}, end_{text.data() + text.size()} {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // the parser counts no columns for it
    while (true) {
      const std::size_t end = text.find('\n');
      lines_.push_back(text.substr(0, end));
      if (end == std::string_view::npos) break;
      text.remove_prefix(end + 1);
    }
  }

  /// The text from a mark to the end of its line.
  std::string_view rest(const YAML::Mark& mark) const {
    const std::size_t line = mark.line < 0 ? 0 : static_cast<std::size_t>(mark.line);
    if (line >= lines_.size()) return {};
    return lines_[line].substr(std::min(byte_column(mark), lines_[line].size()));
  }

  /// The text from a mark to its end.
  std::string_view from(const YAML::Mark& mark) const {
    const std::string_view line = rest(mark);
    return line.empty() ? line : std::string_view{line.data(), static_cast<std::size_t>(end_ - line.data())};
  }

  Mark place(const YAML::Mark& mark) const {
    if (mark.line < 0) return from_;
    const auto line = static_cast<std::size_t>(mark.line);
    const std::string_view text = line < lines_.size() ? lines_[line] : std::string_view{};
    const auto column = static_cast<std::uint32_t>(characters_before(line, text, byte_column(mark))) + 1;
    return {from_.file, from_.line + static_cast<std::uint32_t>(line),
            line == 0 ? column + from_.column - 1 : column};
  }

 private:
  static std::size_t byte_column(const YAML::Mark& mark) {
    return static_cast<std::size_t>(std::max(mark.column, 0));
  }

  /// Counts on from the last place asked for: a file of one long line stays linear.
  std::size_t characters_before(std::size_t line, std::string_view text, std::size_t bytes) const {
    if (line != last_.line || bytes < last_.bytes) last_ = {line, 0, 0};
    last_.characters += character_count(text.substr(std::min(last_.bytes, text.size()), bytes - last_.bytes));
    last_.bytes = bytes;
    return last_.characters;
  }

  struct Last {
    std::size_t line = 0, bytes = 0, characters = 0;
  };
  Mark from_;
  const char* end_;
  mutable Last last_;
  std::vector<std::string_view> lines_;
};

/// Listens to the parser and grows the tree.
class Builder : public YAML::EventHandler {
 public:
  Builder(const Lines& lines, Diagnostics& faults) : lines_{lines}, faults_{faults} {}

  std::optional<Node> root;

  void OnDocumentStart(const YAML::Mark& mark) override {
    const std::string_view rest = lines_.rest(mark);
    if (started_ && !rest.starts_with("---") && !rest.starts_with("..."))
      stop(mark, "yaml-syntax", "this fits nothing before it");
    if (started_)
      stop(mark, "yaml-second-document", "a second document begins here: one file holds one scenario");
    started_ = true;
  }
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
    faults_.error(lines_.place(mark), "yaml-anchor", "an anchor '&{}': write the value out, or use `extends`",
                  name);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    faults_.error(lines_.place(mark), "yaml-alias", "an alias '*': write the value out, or use `extends`");
    put(told(), mark);
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    Node node;
    const std::string_view rest = lines_.rest(mark);
    constexpr std::string_view kWords[] = {"~", "null", "Null", "NULL"};
    node.empty =
        std::none_of(std::begin(kWords), std::end(kWords), [&](auto word) { return rest.starts_with(word); });
    put(std::move(node), mark);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open(Node::Form::list, mark, tag);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    open(Node::Form::map, mark, tag);
  }
  void OnMapEnd() override { close(); }

 private:
  /// A list or map that is not yet closed.
  struct Open {
    Node node;
    bool has_name = false;  ///< Of a map: the next value belongs to `name`.
    bool drop = false;      ///< The name is refused, and its value with it.
    std::string name;
    Mark name_mark;
    std::map<std::string, Mark, std::less<>> names;
  };

  [[noreturn]] void stop(const YAML::Mark& mark, std::string_view code, std::string text) {
    faults_.add(lines_.place(mark), code, std::move(text), Severity::error);
    throw Stop{};
  }
  bool has_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return false;
    faults_.error(lines_.place(mark), "yaml-tag", "a tag '{}': tags are not used here", tag);
    return true;
  }
  static Node told() {
    Node node;
    node.told = true;
    return node;
  }
  bool awaits_name() const {
    return !open_.empty() && open_.back().node.form == Node::Form::map && !open_.back().has_name;
  }
  void count_value(const YAML::Mark& mark) {
    if (++values_ > kMostValues)
      stop(mark, "yaml-too-many-values", fmt::format("more than {} values", kMostValues));
  }
  void open(Node::Form form, const YAML::Mark& mark, const std::string& tag) {
    if (awaits_name())
      stop(mark, "yaml-complex-key", "a list or map as a name, or a bracket that is never closed");
    count_value(mark);
    if (open_.size() >= kDeepest) stop(mark, "yaml-depth", fmt::format("nested deeper than {}", kDeepest));
    Open opened;
    opened.node.form = form;
    opened.node.told = has_tag(mark, tag);
    opened.node.mark = lines_.place(mark);
    open_.push_back(std::move(opened));
  }
  void close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    attach(std::move(node));
  }
  void expect_closed(const YAML::Mark& mark);
  void put(Node node, const YAML::Mark& mark);
  void take_name(std::string name, const YAML::Mark& mark, bool quoted);
  void attach(Node node);

  const Lines& lines_;
  Diagnostics& faults_;
  std::vector<Open> open_;
  std::size_t values_ = 0;
  bool started_ = false;
};

void Builder::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       const std::string& value) {
  if (has_tag(mark, tag)) return awaits_name() ? take_name(value, mark, true) : put(told(), mark);
  const bool quoted = tag != "?";
  if (quoted) expect_closed(mark);
  if (quoted && !check_characters(value, faults_, lines_.place(mark))) return put(told(), mark);
  if (awaits_name()) return take_name(value, mark, quoted);
  Node node;
  node.form = Node::Form::text;
  node.text = value;
  node.quoted = quoted;
  put(std::move(node), mark);
}

/// The parser takes a quote that is never closed for text up to the end of the file.
void Builder::expect_closed(const YAML::Mark& mark) {
  std::string_view rest = lines_.from(mark);
  if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) return;
  const char quote = rest.front();
  for (std::size_t i = 1; i < rest.size(); ++i) {
    const bool escapes = quote == '"' ? rest[i] == '\\' : rest.substr(i).starts_with("''");
    if (escapes)
      ++i;
    else if (rest[i] == quote)
      return;
  }
  stop(mark, "yaml-syntax", "a quote is opened and never closed");
}

/// A null, an alias or a text: a value of the innermost list or map.
void Builder::put(Node node, const YAML::Mark& mark) {
  if (awaits_name()) stop(mark, "yaml-complex-key", "a name is missing here, or is no plain word");
  count_value(mark);
  node.mark = lines_.place(mark);
  attach(std::move(node));
}

void Builder::take_name(std::string name, const YAML::Mark& mark, bool quoted) {
  Open& map = open_.back();
  const Mark place = lines_.place(mark);
  const std::size_t before = faults_.size();
  if (name == "<<" && !quoted)
    faults_.error(place, "yaml-merge-key", "a merge key '<<': write the values out, or use `extends`");
  if (character_count(name) > kLongestName)
    faults_.error(place, "name-too-long", "a name of {} characters (at most {})", character_count(name),
                  kLongestName);
  const auto [earlier, is_new] = map.names.emplace(name, place);
  if (!is_new)
    faults_.error(place, "yaml-repeated-key", "'{}' is already given at {}:{}", name, earlier->second.line,
                  earlier->second.column);
  map.name = std::move(name);
  map.name_mark = place;
  map.has_name = true;
  map.drop = faults_.size() != before;
}

void Builder::attach(Node node) {
  if (open_.empty()) {
    root = std::move(node);
    return;
  }
  Open& parent = open_.back();
  if (parent.node.form == Node::Form::list) {
    parent.node.items.push_back(std::move(node));
    return;
  }
  if (node.empty) node.mark = parent.name_mark;  // the parser's mark is that of the next thing
  if (!parent.drop) parent.node.entries.push_back({parent.name, parent.name_mark, std::move(node)});
  parent.has_name = false;
}

constexpr const char* kAlias = "an alias '*': write the value out, or use `extends`";

/// The parser's words for the faults that people make, in theirs.
std::string friendly(const std::string& words) {
  const auto says = [&](std::string_view part) { return words.find(part) != std::string::npos; };
  if (says("end of map not found")) return "this line does not fit the indentation of the map it is in";
  if (says("end of map flow not found")) return "a '{' is not closed, or a ',' is missing before this";
  if (says("end of sequence flow not found")) return "a '[' is not closed, or a ',' is missing before this";
  if (says("end of sequence not found")) return "this line does not fit the indentation of the list it is in";
  if (says("illegal map value"))
    return "a ':' where none can stand: quote the text, or check the indentation";
  if (says("illegal map key")) return "a name where none can stand: check the indentation";
  if (says("illegal block entry")) return "a '-' where none can stand: check the indentation";
  if (says("illegal flow end")) return "a ']' or '}' that does not close what is open";
  if (says("illegal EOF in scalar")) return "a quote is opened and never closed";
  if (says("unknown escape character"))
    return "a '\\' in double quotes that means nothing: use single quotes";
  if (says("anchor is not defined")) return kAlias;
  if (says("unknown token")) return "a character that cannot begin a value: quote the text";
  if (says("illegal document indicator")) return "a '---' or '...' inside a quoted text";
  return "this is not YAML (" + words + ")";
}

/// A stream over text that is already in memory.
class TextStream : private std::streambuf, public std::istream {
 public:
  explicit TextStream(std::string_view text) : std::istream{static_cast<std::streambuf*>(this)} {
    char* begin = const_cast<char*>(text.data());  // only ever read
    setg(begin, begin, begin + text.size());
  }
};

}  // namespace

std::optional<Node> read_yaml(std::string_view text, Diagnostics& faults, Mark from) {
  if (text.size() > kLargestFile) {
    faults.error(from, "file-too-large", "larger than {} MiB", kLargestFile >> 20);
    return std::nullopt;
  }
  if (!check_characters(text, faults, from)) return std::nullopt;
  const Lines lines{text, from};
  Builder builder{lines, faults};
  try {
    TextStream stream{text};
    YAML::Parser parser{stream};
    // The second call finds a second document; its start stops the parser, which hangs on some texts.
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Stop&) {
    return std::nullopt;
  } catch (const YAML::Exception& fault) {
    const bool alias = fault.msg.find("anchor is not defined") != std::string::npos;
    faults.add(lines.place(fault.mark), alias ? "yaml-alias" : "yaml-syntax", friendly(fault.msg),
               Severity::error);
    return std::nullopt;
  }
  if (!builder.root || (builder.root->form == Node::Form::null && builder.root->empty)) {
    faults.error(from, "yaml-empty", "nothing is written here");
    return std::nullopt;
  }
  return std::move(builder.root);
}

void check_version(const Node& root, std::uint32_t file, Diagnostics& faults) {
  const Node* version = root.find("citerne");
  if (version == nullptr)
    faults.error({file, 1, 1}, "format-version", "'citerne: 1' is missing: the version of the format");
  else if (version->text != "1" || version->quoted)
    faults.error(version->mark, "format-version", "version '{}' of the format is not known here (1 is)",
                 version->text);
}

}  // namespace citerne::input
