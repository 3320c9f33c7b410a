-- Sends questions over GraphQL: the first again and again, or one after another from some line on.
-- wrk -t 1 -s ask.lua URL -- same|new QUESTIONS LINE
local kind, lines, at = "same", {}, 1
local query = "query($q: String!) { ask(question: $q) { status text citations { marker quote start end permalink clause { id document { id } } } } }"

function init(arguments)
  kind = arguments[1] or kind
  at = tonumber(arguments[3]) or at
  for line in io.lines(arguments[2]) do lines[#lines + 1] = line end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Accept"] = "application/json"
end

function request()
  local question = lines[1]
  if kind == "new" then
    question = lines[at]
    at = at + 1
    if not question then
      io.stderr:write("there are too few questions; write more of them, or ask for fewer seconds\n")
      os.exit(1)
    end
  end
  return wrk.format(nil, nil, nil, string.format('{"query":"%s","variables":{"q":"%s"}}', query, question))
end

function response(status, _, body)
  if status ~= 200 or body:find('"errors"', 1, true) then
    io.stderr:write(status, " ", body:sub(1, 300), "\n")
    os.exit(1)
  end
end
