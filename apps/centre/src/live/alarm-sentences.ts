import type { AlarmKind } from "@siaga/core";

/** What an alarm says on every open screen: what is wrong and what to do. Indonesian words. */
export const alarmSentences: Readonly<Record<AlarmKind, (subject: string) => string>> = {
  "call-unanswered": () => "Ada panggilan yang belum terjawab melewati batas waktu. Jawab sekarang.",
  "nobody-signed-in": () => "Tidak ada petugas yang siap menerima panggilan. Masuk dan tekan Siap.",
  "fail-open": () =>
    "Sambungan ke pusat sempat terputus: semua meja berdering bersamaan. Jawab panggilan seperti biasa.",
  "record-journalling": () =>
    "Basis data tidak terjangkau. Panggilan tetap berjalan dan dicatat di jurnal; hubungi admin.",
  "audio-missing": () => "Suara satu pihak tidak terdengar. Jangan tutup panggilan; periksa headset dan bicara terus.",
  "signalling-silent": () =>
    "Saluran telepon satu panggilan tidak menjawab pemeriksaan. Jangan tutup panggilan; teruskan bicara.",
  "desk-vanished": (subject) => `Meja ${subject} hilang dari sambungan. Penelepon tetap di saluran.`,
  "clock-jumped": () => "Jam server melompat. Waktu pada catatan perlu diperiksa admin.",
  "trunk-down": (subject) => `Saluran ${subject} tidak menjawab. Hubungi operator telekomunikasi.`,
  "disk-space": (subject) =>
    subject === "backup"
      ? "Ruang tempat cadangan hampir habis, atau tempatnya tidak menjawab. Hubungi admin: kosongkan, sambungkan atau ganti disknya."
      : "Ruang penyimpanan hampir habis. Panggilan tetap berjalan; hubungi admin sebelum rekaman berhenti.",
  "backup-missing": (subject) =>
    subject === "failed"
      ? "Cadangan data terakhir gagal. Panggilan tetap berjalan; admin melihat sebabnya di halaman Kesehatan."
      : "Cadangan data terakhir lebih tua dari 26 jam. Panggilan tetap berjalan; hubungi admin.",
  "media-restarted": () => "Bagian suara baru dimulai ulang. Bila suara hilang, bicara lagi dalam beberapa detik.",
  "recording-failed": () => "Rekaman gagal disimpan. Panggilan tetap berjalan; catat hal penting.",
  "link-lost": () => "Sambungan ke sentral telepon terputus. Telepon tetap berdering di meja; hubungi admin.",
};
