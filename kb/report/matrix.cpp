#include "kb/report/matrix.h"

#include <algorithm>

#include <fmt/format.h>

#include "collectors/evidence/text.h"
#include "kb/report/wrap.h"

namespace fbd {
namespace {

constexpr int gap = 2;
constexpr int widest_column = 22;

std::string_view colour_of(const MatrixCell& cell) {
  if (cell.information) return "\x1b[2m";
  switch (cell.status) {
    case Status::pass:
      return "\x1b[32m";
    case Status::warn:
      return "\x1b[33m";
    case Status::fail:
      return "\x1b[1;31m";
    default:
      return "\x1b[36m";
  }
}

/// "443 0.4", "9443 refused", "(902 open)"
std::string text_of(const MatrixCell& cell) {
  std::string text = fmt::format("{} {}", cell.port, cell.word);
  return cell.information ? "(" + text + ")" : text;
}

std::string shortened(std::string text, int columns) {
  text = printable(text);
  if (width(text) > columns) text = text.substr(0, static_cast<std::size_t>(columns - 1)) + "~";
  return text;
}

/// One table: some of the columns.
class Part {
 public:
  Part(const Matrix& matrix, const TextStyle& style) : matrix_(matrix), style_(style) {
    for (const std::string& row : matrix.rows) row_width_ = std::max(row_width_, width(row));
    row_width_ = std::min(row_width_, widest_column);
  }

  /// Takes columns from `at` on as long as there is room; at least one.
  std::size_t take(std::size_t at) {
    int used = row_width_;
    while (at < matrix_.columns.size()) {
      const int wanted = column_width(matrix_.columns[at]);
      if (!columns_.empty() && used + gap + wanted > style_.columns) break;
      used += gap + wanted;
      columns_.push_back(matrix_.columns[at++]);
      widths_.push_back(wanted);
    }
    return at;
  }

  std::string write() const {
    std::string out = head();
    for (const std::string& row : matrix_.rows) out += lines_of(row);
    return out;
  }

 private:
  int column_width(const std::string& column) const {
    int widest = width(column);
    for (const MatrixCell& cell : matrix_.cells)
      if (cell.to == column) widest = std::max(widest, width(text_of(cell)));
    return std::min(widest, widest_column);
  }

  std::string head() const {
    std::string line = fmt::format("{:<{}}", "from \\ to", row_width_);
    for (std::size_t i = 0; i < columns_.size(); ++i)
      line += fmt::format("{:{}}{:<{}}", "", gap, shortened(columns_[i], widths_[i]), widths_[i]);
    return trimmed_end(line) + "\n";
  }

  static std::string trimmed_end(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
  }

  std::vector<const MatrixCell*> cells(const std::string& from, const std::string& to) const {
    std::vector<const MatrixCell*> found;
    for (const MatrixCell& cell : matrix_.cells)
      if (cell.from == from && cell.to == to) found.push_back(&cell);
    return found;
  }

  /// As many lines as the fullest cell of the row needs.
  std::string lines_of(const std::string& row) const {
    std::vector<std::vector<const MatrixCell*>> of_columns;
    std::size_t height = 0;
    for (const std::string& column : columns_) {
      of_columns.push_back(cells(row, column));
      height = std::max(height, of_columns.back().size());
    }
    std::string out;
    for (std::size_t line = 0; line < height; ++line) {
      std::string text =
          fmt::format("{:<{}}", line == 0 ? shortened(row, row_width_) : "", row_width_);
      int owed = 0;  // blanks at the end of a line are not written
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        owed += gap;
        if (line >= of_columns[i].size()) {
          owed += widths_[i];
          continue;
        }
        const MatrixCell& cell = *of_columns[i][line];
        const std::string word = shortened(text_of(cell), widths_[i]);
        text += std::string(static_cast<std::size_t>(owed), ' ') +
                (style_.colour ? fmt::format("{}{}\x1b[0m", colour_of(cell), word) : word);
        owed = widths_[i] - width(word);
      }
      out += trimmed_end(text) + "\n";
    }
    return out;
  }

  const Matrix& matrix_;
  const TextStyle& style_;
  int row_width_ = 9;
  std::vector<std::string> columns_;
  std::vector<int> widths_;
};

std::string_view mark(Status status) {
  return status == Status::fail ? "FAIL" : status == Status::warn ? "WARN" : "";
}

}  // namespace

bool Matrix::has_trouble() const {
  return std::any_of(cells.begin(), cells.end(), [](const MatrixCell& cell) {
    return !cell.information && (cell.status == Status::fail || cell.status == Status::warn);
  });
}

std::string matrix_table(const Matrix& matrix, const TextStyle& style) {
  std::string out;
  for (std::size_t at = 0; at < matrix.columns.size();) {
    Part part(matrix, style);
    at = part.take(at);
    out += (out.empty() ? "" : "\n") + part.write();
  }
  return out;
}

std::string matrix_text(const Matrix& matrix, const TextStyle& style) {
  std::string out = matrix_table(matrix, style) + "\n";
  out += wrapped("",
                 "In a cell: the port, and how many milliseconds a connection takes to open, or "
                 "what keeps it from working. ?: could not be tried. -: the machine that dials "
                 "is not reached from here. (...): for information, no document asks for it.",
                 style.columns);
  for (const Status status : {Status::fail, Status::warn})
    for (const MatrixCell& cell : matrix.cells) {
      if (cell.information || cell.status != status) continue;
      std::string lines = wrapped(
          fmt::format("{}  ", mark(status)),
          fmt::format("{} -> {}, port {}, {}: {}", cell.from, cell.to, cell.port, cell.purpose,
                      printable(cell.title.empty() ? cell.word : cell.title, 300)),
          style.columns);
      if (style.colour)
        lines.replace(0, 4, fmt::format("{}{}\x1b[0m", colour_of(cell), mark(status)));
      out += "\n" + lines;
      out += wrapped("      ", "failback-doctor kb show " + cell.code, style.columns);
    }
  std::vector<std::string> told;
  for (const MatrixCell& cell : matrix.cells) {
    if (cell.status != Status::unknown || cell.reason.empty() ||
        std::find(told.begin(), told.end(), cell.reason) != told.end())
      continue;
    told.push_back(cell.reason);
    out += wrapped(told.size() == 1 ? "\n?     " : "?     ", printable(cell.reason, 300),
                   style.columns);
  }
  for (const MatrixCell& cell : matrix.cells) {
    if (cell.through.empty() || cell.through == "directly") continue;
    out += wrapped("\n", fmt::format("{} -> {}: {}", cell.from, cell.to, printable(cell.through)),
                   style.columns);
  }
  return out;
}

}  // namespace fbd
