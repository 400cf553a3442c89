// The AWS SDK for JavaScript, which Lambda's Node runtime brings along: calls are made by boto3,
// in one process beside the function, under the function's credentials. It takes and gives what
// JSON and dates can say; anything else is an error of the call.
function (program) {
  const Module = require("module");
  const readline = require("readline");
  const { spawn, spawnSync } = require("child_process");

  const waiting = [];
  let running = null;

  function start() {
    const started = spawn(program[0], program.slice(1), { stdio: ["pipe", "pipe", "inherit"] });
    const revive = (_, value) => (value && value.$date ? new Date(value.$date) : value);
    readline.createInterface({ input: started.stdout }).on("line", (line) => {
      const { resolve, reject } = waiting.shift();
      const { output, error } = JSON.parse(line, revive);
      if (!error) return resolve(output);
      reject(Object.assign(new Error(error.message), { name: error.name }));
    });
    started.on("exit", (code) => {
      running = null;
      const error = new Error(`calls to AWS ended with exit code ${code}`);
      waiting.splice(0).forEach(({ reject }) => reject(error));
    });
    return started;
  }

  function call(service, operation, input) {
    running ??= start();
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      running.stdin.write(JSON.stringify({ service, operation, input: input ?? {} }) + "\n");
    });
  }

  // What a package of the SDK exports: a client, one with a method per operation, and commands.
  function sdk(name) {
    const described = spawnSync(program[0], [...program.slice(1), name], { encoding: "utf8" });
    if (described.status !== 0) throw new Error(described.stderr);
    const { service, title, operations } = JSON.parse(described.stdout);
    class Client {
      constructor({ credentials, region } = {}) {
        const own = process.env.AWS_REGION;
        if (credentials || (region && region !== own)) {
          throw new Error("the local cloud makes calls in the region and with the role of the function");
        }
        this.config = { region: async () => own };
      }
      send(command) {
        return call(service, command.operation, command.input);
      }
    }
    class Calls extends Client {}
    const exported = { [`${title}Client`]: Client, [title]: Calls };
    for (const operation of operations) {
      const method = operation[0].toLowerCase() + operation.slice(1);
      Calls.prototype[method] = (input) => call(service, operation, input);
      exported[`${operation}Command`] = class {
        constructor(input) {
          Object.assign(this, { operation, input });
        }
      };
    }
    return exported;
  }

  const packages = {};
  const required = Module.prototype.require;
  Module.prototype.require = function (name) {
    try {
      return required.apply(this, arguments);
    } catch (error) {
      const found = /^@aws-sdk\/client-([a-z0-9-]+)$/.exec(name);
      if (!found) throw error;
      return (packages[name] ??= sdk(found[1]));
    }
  };
}
