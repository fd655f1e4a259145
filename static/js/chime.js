// Two tones, made here: no file to fetch.

const GIVEN_UP_AFTER_MS = 1000;

export async function chime() {
  const audio = new AudioContext();
  // Before the first click on a site a browser allows no sound. One that comes with a later click would tell nothing.
  await Promise.race([audio.resume(), new Promise((done) => setTimeout(done, GIVEN_UP_AFTER_MS))]);
  if (audio.state !== "running") return audio.close();
  const volume = audio.createGain();
  volume.connect(audio.destination);
  volume.gain.setValueAtTime(0.15, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.5);
  for (const [hertz, after] of [[660, 0], [880, 0.15]]) {
    const tone = audio.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(volume);
    tone.start(audio.currentTime + after);
    tone.stop(audio.currentTime + 0.5);
  }
  setTimeout(() => audio.close(), 1000);
}
