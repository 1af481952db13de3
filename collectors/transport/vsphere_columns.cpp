#include "collectors/transport/vsphere_columns.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"

namespace fbd {
namespace {

constexpr std::string_view type_field = "@type";
constexpr int most_levels = 16;

class ColumnReader {
 public:
  explicit ColumnReader(std::string_view text) : text_(text) {}

  std::unique_ptr<VsphereColumn> property() {
    auto column = std::make_unique<VsphereColumn>();
    std::string name = word();
    column->path = take('=') ? word() : name;
    column->name = name.find('.') == name.npos ? std::move(name) : column->path;
    rest(*column, 0);
    return at_ == text_.size() && !column->path.empty() && good_ ? std::move(column) : nullptr;
  }

 private:
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  std::string word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() &&
           std::string_view("=(){}[]^,|").find(text_[at_]) == std::string_view::npos)
      ++at_;
    good_ = good_ && at_ > begin;
    return std::string(text_.substr(begin, at_ - begin));
  }

  /// [(field=word|word)][[]][{column,...}]
  void rest(VsphereColumn& column, int level) {
    if (level > most_levels) good_ = false;
    if (take('(')) {
      column.field = word();
      good_ = good_ && take('=');
      do column.words.push_back(word());
      while (good_ && take('|'));
      good_ = good_ && take(')');
    }
    if (take('[')) {
      column.repeated = true;
      good_ = good_ && take(']');
    }
    if (!take('{')) return;
    do below(column, level + 1);
    while (good_ && take(','));
    good_ = good_ && take('}');
  }

  void below(VsphereColumn& parent, int level) {
    std::string name = word();
    std::string path = take('=') ? word() : name;
    if (const std::size_t dot = name.rfind('.'); dot != name.npos) name.erase(0, dot + 1);
    if (name == type_field) name = "type";
    VsphereColumn* at = &parent;
    std::string_view way = path;
    for (std::size_t dot = way.find('.'); dot != way.npos; dot = way.find('.')) {
      at = &passage(*at, way.substr(0, dot));
      way.remove_prefix(dot + 1);
    }
    if (way == type_field) {
      at->type_name = std::move(name);
      return;
    }
    auto column = std::make_unique<VsphereColumn>();
    column->path = way;
    column->name = std::move(name);
    rest(*column, level);
    if (take('^')) column->again = &parent;
    at->below.push_back(std::move(column));
  }

  static VsphereColumn& passage(VsphereColumn& parent, std::string_view element) {
    for (const auto& one : parent.below)
      if (one->path == element && one->name.empty()) return *one;
    parent.below.push_back(std::make_unique<VsphereColumn>());
    parent.below.back()->path = element;
    return *parent.below.back();
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool good_ = true;
};

}  // namespace

const VsphereColumn* VsphereColumn::step(std::string_view element) const {
  for (const auto& one : shape().below)
    if (one->path == element) return one.get();
  return nullptr;
}

bool VsphereColumn::counts(std::string_view value) const {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return same_word(word, value); });
}

Result<VsphereColumns> read_columns(std::span<const std::string> columns) {
  VsphereColumns all;
  for (const std::string& text : columns) {
    std::unique_ptr<VsphereColumn> column = ColumnReader(text).property();
    if (!column)
      return error(ErrorKind::malformed,
                   fmt::format("\"{}\" is no column of a vSphere object", printable(text, 60)));
    all.push_back(std::move(column));
  }
  return all;
}

}  // namespace fbd
