-- Asks for each address of a file in turn.
local addresses, at = {}, 0
for line in io.lines(os.getenv("ADDRESSES")) do addresses[#addresses + 1] = line end
request = function()
  at = at % #addresses + 1
  return wrk.format("GET", addresses[at])
end
