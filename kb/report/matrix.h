// The connections of a site as a table: rows dial, columns are dialled.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kb/report/report.h"

namespace fbd {

/// One connection.
struct MatrixCell {
  std::string from;  // host of the site
  std::string to;    // host of the site, or a name in Azure
  std::string flow;
  std::string purpose;
  std::string address;
  unsigned port = 0;
  std::string through;  // "directly", or the proxy

  /// skipped: the host that dials is not reached. Information is never a warning or failure.
  Status status = Status::unknown;
  bool information = false;
  std::string word;    // "ok", "refused", "dropped": what stands in the table
  std::string code;    // of the finding, where there is trouble
  std::string title;   // of its article, filled in
  std::string reason;  // why it is not known

  std::optional<double> lookup_milliseconds;
  std::optional<double> connect_milliseconds;  // median
  std::optional<double> spread_milliseconds;
  std::optional<double> tls_milliseconds;
  std::optional<int> mtu;
};

struct Matrix {
  std::vector<std::string> rows;     // that dial, in the order of the site
  std::vector<std::string> columns;  // that are dialled
  std::vector<MatrixCell> cells;

  /// Whether a cell fails or warns.
  bool has_trouble() const;
};

/// The table alone, in as many parts as the width needs.
std::string matrix_table(const Matrix& matrix, const TextStyle& style);

/// The table, in as many parts as the width needs, a legend, and a line for each cell with trouble.
std::string matrix_text(const Matrix& matrix, const TextStyle& style);

/// {"format", "version", "program", "exit_code", "rows", "columns", "cells": [...]}; a cell has its
/// members above under their names, those that are empty or absent left out. Ends with a newline.
std::string matrix_json(const Matrix& matrix, int exit_code);

}  // namespace fbd
