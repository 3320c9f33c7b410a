-- Sends questions over GraphQL: one and the same, or one after another, each new to the server.
-- wrk -s ask.lua URL -- same|new QUESTIONS
local kind, lines, at, thread = "same", {}, 0, 0
local query = "query($q: String!) { ask(question: $q) { status text citations { marker quote start end permalink clause { id document { id } } } } }"

function setup(each)
  each:set("number", thread)
  thread = thread + 1
end

function init(arguments)
  kind = arguments[1] or kind
  for line in io.lines(arguments[2]) do lines[#lines + 1] = line end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Accept"] = "application/json"
end

function request()
  local question = lines[1]
  if kind == "new" then
    at = at + 1
    -- A number at the end makes a question new, and costs the model two tokens.
    question = lines[at % #lines + 1] .. " " .. number .. at
  end
  return wrk.format(nil, nil, nil, string.format('{"query":"%s","variables":{"q":"%s"}}', query, question))
end

function response(status, _, body)
  if status ~= 200 or body:find('"errors"', 1, true) then
    io.stderr:write(status, " ", body:sub(1, 300), "\n")
    os.exit(1)
  end
end
