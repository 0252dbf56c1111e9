-- Posts one small JSON body after another, each with the next token of a file. Arguments:
-- 1 path and query, 2 body before the token, 3 body after it, 4 file with one token a line, 5 first token to use, 6 how many,
-- 7 number of threads, 8 "once" when each token may be sent once only (a thread that runs out of those stops), 9 length of a token,
-- 10 content type.
local width
local count = 0

function setup(thread)
  thread:set("number", count)
  count = count + 1
end

function init(args)
  local before, after = args[2], args[3]
  local share = math.floor(tonumber(args[6]) / tonumber(args[7]))
  width = tonumber(args[9]) + 1
  local file = assert(io.open(args[4], "rb"))
  file:seek("set", (tonumber(args[5]) + number * share) * width)
  tokens = assert(file:read(share * width))
  file:close()
  position = 1
  once = args[8] == "once"
  foot = after
  head = "POST " .. args[1] .. " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " .. args[10] .. "\r\nContent-Length: "
    .. (#before + width - 1 + #after) .. "\r\n\r\n" .. before
end

function request()
  if position > #tokens then
    if once then
      wrk.thread:stop()
      return head .. string.sub(tokens, 1, width - 1) .. foot
    end
    position = 1
  end
  local token = string.sub(tokens, position, position + width - 2)
  position = position + width
  return head .. token .. foot
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format("bench %d %d %d %d %d %d", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
