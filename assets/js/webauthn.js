// <form data-webauthn="create|get" data-options="{…}">: its button asks the browser for a passkey or
// hardware key and sends what it answers in the field `credential`. "sign-in" asks the form's own
// address for the options first. A form that is hidden is shown where the browser knows keys.
export function initWebauthn(root = document) {
  for (const form of root.querySelectorAll("form[data-webauthn]")) {
    if (!window.PublicKeyCredential) {
      say(form, "This browser cannot use passkeys or keys. Use another one, or an authenticator app.");
      continue;
    }
    form.hidden = false;
    form.addEventListener("submit", (event) => ask(event, form));
  }
}

const WHY = {
  NotAllowedError: "The passkey or key was not used. Try again when it is at hand.",
  InvalidStateError: "This passkey or key has been added already.",
  SecurityError: "Passkeys and keys do not work at this address.",
};

async function ask(event, form) {
  if (form.elements.credential.value) return;
  event.preventDefault();
  try {
    form.elements.credential.value = JSON.stringify(await credential(form));
    form.submit();
  } catch (problem) {
    say(form, WHY[problem.name] ?? "The passkey or key could not be used. Try again.");
  }
}

async function credential(form) {
  const options = await optionsOf(form);
  const making = form.dataset.webauthn === "create";
  const publicKey = decoded(options.publicKey);
  if (making) choosePasskey(publicKey, form.elements.passwordless?.checked);
  const found = await navigator.credentials[making ? "create" : "get"]({ publicKey });
  return encoded(found, making);
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  return (await response.json()).request_options;
}

// A key that signs in alone remembers whose it is and asks for its own PIN, finger or face.
function choosePasskey(publicKey, alone) {
  const wanted = (publicKey.authenticatorSelection ??= {});
  wanted.residentKey = alone ? "required" : "discouraged";
  wanted.requireResidentKey = Boolean(alone);
  if (alone) wanted.userVerification = "required";
}

function decoded(options) {
  const inside = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  if (options.user) publicKey.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) publicKey.excludeCredentials = inside(options.excludeCredentials);
  if (options.allowCredentials) publicKey.allowCredentials = inside(options.allowCredentials);
  return publicKey;
}

function encoded(found, making) {
  const answer = found.response;
  const response = { clientDataJSON: text(answer.clientDataJSON) };
  if (making) {
    response.attestationObject = text(answer.attestationObject);
    response.transports = answer.getTransports?.() ?? [];
  } else {
    response.authenticatorData = text(answer.authenticatorData);
    response.signature = text(answer.signature);
    response.userHandle = answer.userHandle ? text(answer.userHandle) : null;
  }
  return {
    id: found.id,
    rawId: text(found.rawId),
    type: found.type,
    response,
    authenticatorAttachment: found.authenticatorAttachment ?? null,
    clientExtensionResults: found.getClientExtensionResults(),
  };
}

function bytes(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function say(form, words) {
  const problem = form.querySelector("[data-webauthn-problem]");
  if (!problem) return;
  problem.textContent = words;
  problem.hidden = false;
}
