// Whatever a server answers: rows that can be read, within bounds, and the same ones however the
// bytes arrive. The first byte says in what pieces.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/transport/soap_reader.h"
#include "collectors/transport/vsphere_rows.h"
#include "collectors/vsphere/rows.h"

namespace {

const std::vector<std::string> wanted{
    "name",
    "host=runtime.host",
    "datastores=datastore",
    "settings=config.extraConfig(key=disk.EnableUUID){key,value}",
    "devices=config.hardware.device{@type,key,backing=backing.@type,file=backing.fileName}",
    "disks=disks(@type=VirtualDisk){uuid=backing.uuid}",
    "snapshots=snapshot.rootSnapshotList{name,children=childSnapshotList[]^}",
    "config=configurationEx{on=drsConfig.enabled,vms=drsVmConfig[]{vm=key,enabled}}"};

struct Outcome {
  bool is_whole = false;
  std::string rows, token;
  friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome read(std::string_view text, std::size_t piece) {
  static const fbd::Result<fbd::VsphereColumns> columns = fbd::read_columns(wanted);
  if (!columns) std::abort();
  fbd::VsphereRows rows(*columns, {"lockdown"});
  fbd::SoapReader reader(&rows);
  for (std::size_t at = 0; at < text.size(); at += piece)
    if (!reader.feed(text.substr(at, piece))) break;
  const auto answer = reader.finish();
  if (!answer) return {};
  Outcome outcome{true, {}, rows.take_token()};
  outcome.rows = rows.take_rows();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Outcome whole = read(text, text.size() + 1);
  if (!(read(text, data[0] + 1U) == whole)) std::abort();
  if (whole.rows.size() > fbd::most_vsphere_answer_bytes * 2) std::abort();
  const auto readable = fbd::for_each_row(whole.rows, [](const fbd::Row& row) {
    (void)row.ref();
    (void)row.text("name");
    (void)row.texts("datastores");
  });
  if (!readable) std::abort();
  fbd::SoapReader tree;
  tree.feed(text);
  (void)tree.finish();
  return 0;
}
