-- Sends one kind of call again and again, for accounts in turn. Arguments:
-- 1 method, 2 path and query, 3 body ("" for none), 4 first account, 5 how many accounts. {login} in path and body is an account's number.
local function split(text)
  local parts = {}
  local from = 1
  while true do
    local first, last = string.find(text, "{login}", from, true)
    if not first then break end
    parts[#parts + 1] = string.sub(text, from, first - 1)
    from = last + 1
  end
  parts[#parts + 1] = string.sub(text, from)
  return parts
end

local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  method = args[1]
  path = split(args[2])
  body = split(args[3])
  first = tonumber(args[4])
  accounts = tonumber(args[5])
  at = number * 7919
end

function request()
  local login = tostring(first + at % accounts)
  at = at + 1
  local content = table.concat(body, login)
  local head = method .. " " .. table.concat(path, login) .. " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n"
  if content == "" then
    return head .. "\r\n"
  end
  return head .. "Content-Type: application/json\r\nContent-Length: " .. #content .. "\r\n\r\n" .. content
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format("bench %d %d %d %d %d %d", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
