// The AWS SDK for JavaScript, which Lambda's Node runtime brings along: calls are made by boto3,
// in one process beside the function, under the function's credentials. It takes and gives what
// JSON and dates can say; anything else is an error of the call.
function (program) {
  const Module = require("module");
  const readline = require("readline");
  const { spawn } = require("child_process");

  const waiting = [];
  let process_ = null;

  function start() {
    const started = spawn(program[0], program.slice(1), { stdio: ["pipe", "pipe", "inherit"] });
    readline.createInterface({ input: started.stdout }).on("line", (line) => {
      const { resolve, reject } = waiting.shift();
      const answer = JSON.parse(line, (_, value) => (value && value.$date ? new Date(value.$date) : value));
      if (!answer.error) return resolve(answer.output);
      reject(Object.assign(new Error(answer.error.message), { name: answer.error.name }));
    });
    started.on("exit", (code) => {
      process_ = null;
      waiting.splice(0).forEach(({ reject }) => reject(new Error(`AWS calls ended, exit code ${code}`)));
    });
    return started;
  }

  function call(service, operation, input) {
    process_ ??= start();
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      process_.stdin.write(JSON.stringify({ service, operation, input: input ?? {} }) + "\n");
    });
  }

  function client(service) {
    return class {
      constructor() {
        const methods = { send: (command) => call(service, command.operation, command.input), then: undefined };
        return new Proxy(methods, {
          get: (_, name) => (name in methods ? methods[name] : (input) => call(service, name, input)),
        });
      }
    };
  }

  function command(operation) {
    return class {
      constructor(input) {
        Object.assign(this, { operation, input });
      }
    };
  }

  // A bundler copies what a module has itself, and keeps its prototype: so names are found there.
  function sdk(service) {
    return Object.create(new Proxy({}, {
      get: (_, name) => {
        if (name === "__esModule") return true;
        if (typeof name !== "string" || !/^[A-Z]/.test(name)) return undefined;
        return name.endsWith("Command") ? command(name.slice(0, -"Command".length)) : client(service);
      },
    }));
  }

  const required = Module.prototype.require;
  Module.prototype.require = function (name) {
    try {
      return required.apply(this, arguments);
    } catch (error) {
      const found = /^@aws-sdk\/client-([a-z0-9-]+)$/.exec(name);
      if (!found) throw error;
      return sdk(found[1]);
    }
  };
}
