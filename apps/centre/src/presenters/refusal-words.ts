import type { RefusalCode } from "@siaga/core";

/** Refusals the HTTP edge itself gives, beside those of the centre. */
export type EdgeCode =
  | "no-such-call"
  | "no-such-desk"
  | "no-such-incident"
  | "no-such-dispatch"
  | "no-such-callback"
  | "desk-occupied"
  | "no-session"
  | "not-allowed"
  | "wrong-password"
  | "too-many-attempts"
  | "cross-origin"
  | "no-desk"
  | "no-free-desk"
  | "bad-request"
  | "bad-number"
  | "too-large"
  | "not-json"
  | "not-found"
  | "method-not-allowed"
  | "no-recording"
  | "number-withheld"
  | "no-phone"
  | "number-not-kept"
  | "unknown-agency"
  | "unknown-incident-type"
  | "unknown-area"
  | "bad-policy"
  | "preview-first"
  | "policy-file"
  | "bad-scenario"
  | "plan-too-large"
  | "no-such-run"
  | "internal";

/** Every code a refusal may carry. */
export type Code = RefusalCode | EdgeCode;

type Words = { readonly status: number; readonly id: string; readonly en: string };

/** Every refusal: HTTP status, and in both languages what to do next. */
export const refusalWords: Readonly<Record<Code, Words>> = {
  "no-such-call": {
    status: 404,
    id: "Panggilan ini tidak ada lagi. Muat ulang layar.",
    en: "This call is no longer there. Reload the screen.",
  },
  "no-such-desk": {
    status: 404,
    id: "Meja ini tidak ada. Pilih meja lain.",
    en: "There is no such desk. Choose another one.",
  },
  "no-such-incident": {
    status: 404,
    id: "Kejadian ini tidak ada. Muat ulang layar.",
    en: "There is no such incident. Reload the screen.",
  },
  "no-such-dispatch": {
    status: 404,
    id: "Penerusan ini tidak ada. Muat ulang layar.",
    en: "There is no such dispatch. Reload the screen.",
  },
  "no-such-callback": {
    status: 404,
    id: "Panggilan balik ini sudah selesai atau tidak ada.",
    en: "This call-back is already done or not there.",
  },
  "desk-occupied": {
    status: 409,
    id: "Meja ini sedang dipakai petugas lain. Pilih meja lain.",
    en: "Somebody else sits at this desk. Choose another one.",
  },
  "already-dispatched": {
    status: 409,
    id: "Kejadian ini sudah diteruskan ke instansi tersebut.",
    en: "This incident was already sent to that agency.",
  },
  "already-taken": {
    status: 409,
    id: "Panggilan sudah diambil petugas lain. Tunggu panggilan berikutnya.",
    en: "Another operator took this call. Wait for the next one.",
  },
  "already-yours": {
    status: 409,
    id: "Panggilan ini sudah Anda jawab. Lanjutkan pembicaraan.",
    en: "You already answered this call. Go on talking.",
  },
  "call-ended": {
    status: 409,
    id: "Panggilan ini sudah berakhir. Bila perlu, hubungi kembali.",
    en: "This call has ended. Call back if needed.",
  },
  "not-offered": {
    status: 409,
    id: "Panggilan ini tidak berdering di meja Anda. Tunggu giliran.",
    en: "This call is not ringing at your desk. Wait for your turn.",
  },
  "not-your-call": {
    status: 409,
    id: "Panggilan ini ditangani meja lain. Hubungi petugasnya.",
    en: "Another desk has this call. Speak to its operator.",
  },
  "not-held": {
    status: 409,
    id: "Panggilan ini tidak sedang ditahan.",
    en: "This call is not on hold. Go on talking.",
  },
  "already-held": {
    status: 409,
    id: "Panggilan ini sudah ditahan. Lanjutkan bila siap.",
    en: "This call is already on hold. Resume it when ready.",
  },
  "in-conversation": {
    status: 409,
    id: "Masih ada pembicaraan di meja ini. Selesaikan dulu.",
    en: "A conversation is going on at this desk. Finish it first.",
  },
  "not-signed-in": {
    status: 409,
    id: "Anda belum menempati meja. Pilih meja lebih dulu.",
    en: "You are not at a desk. Take a desk first.",
  },
  "no-audio": {
    status: 409,
    id: "Audio meja belum tersambung. Periksa headset dan izin mikrofon.",
    en: "The desk's audio is not connected. Check the headset and the microphone permission.",
  },
  "not-in-wrap-up": {
    status: 409,
    id: "Tidak ada pencatatan yang perlu diselesaikan.",
    en: "There is no wrap-up to finish. Carry on.",
  },
  "nothing-to-undo": {
    status: 409,
    id: "Tidak ada klasifikasi untuk dibatalkan. Pilih klasifikasi yang benar.",
    en: "There is no classification to undo. Choose the right one.",
  },
  "unknown-callback": {
    status: 404,
    id: "Panggilan balik ini sudah selesai atau tidak ada. Lihat daftar.",
    en: "This call-back is already done or not there. Look at the list.",
  },
  "desk-busy": {
    status: 409,
    id: "Meja Anda sedang melayani. Selesaikan dulu.",
    en: "Your desk is busy. Finish first.",
  },
  "callback-in-progress": {
    status: 409,
    id: "Nomor ini sedang dihubungi petugas lain. Lihat daftar.",
    en: "Somebody is already calling this number. Look at the list.",
  },
  "unknown-incident": {
    status: 404,
    id: "Kejadian ini tidak ada atau sudah ditutup. Muat ulang layar.",
    en: "This incident is not there or already closed. Reload the screen.",
  },
  "incident-exists": {
    status: 409,
    id: "Kejadian ini sudah tersimpan. Lihat daftar kejadian.",
    en: "This incident is already saved. Look at the list of incidents.",
  },
  "already-linked": {
    status: 409,
    id: "Panggilan ini sudah terhubung dengan kejadian tersebut.",
    en: "This call already belongs to that incident. Nothing is left to do.",
  },
  "still-open-dispatches": {
    status: 409,
    id: "Masih ada instansi yang belum selesai. Selesaikan penerusannya dulu.",
    en: "Some agencies are not done. Clear their dispatches first.",
  },
  "unknown-dispatch": {
    status: 404,
    id: "Penerusan ini tidak ada. Muat ulang layar.",
    en: "There is no such dispatch. Reload the screen.",
  },
  "illegal-move": {
    status: 409,
    id: "Urutan status tidak sesuai. Lihat status terakhir di layar.",
    en: "This step does not follow the present one. Look at the state on the screen.",
  },
  "no-session": {
    status: 401,
    id: "Sesi tidak berlaku lagi. Silakan masuk kembali.",
    en: "Your session is over. Sign in again.",
  },
  "not-allowed": {
    status: 403,
    id: "Akun Anda tidak berwenang melakukan ini. Hubungi penyelia.",
    en: "Your account may not do this. Ask a supervisor.",
  },
  "wrong-password": {
    status: 401,
    id: "Nama pengguna atau kata sandi salah. Periksa lalu coba lagi.",
    en: "The username or password is wrong. Check both and try again.",
  },
  "too-many-attempts": {
    status: 429,
    id: "Terlalu banyak percobaan masuk dari alamat ini. Coba lagi dalam satu menit.",
    en: "Too many sign-in attempts from this address. Try again in a minute.",
  },
  "cross-origin": {
    status: 403,
    id: "Permintaan datang dari halaman lain. Buka konsol dari alamatnya sendiri.",
    en: "The request came from another page. Open the console at its own address.",
  },
  "no-desk": {
    status: 409,
    id: "Anda belum menempati meja. Pilih meja lebih dulu.",
    en: "You are not at a desk. Take a desk first.",
  },
  "no-free-desk": {
    status: 409,
    id: "Semua meja terisi. Minta rekan keluar dari mejanya, atau penyelia menambah meja.",
    en: "Every desk is taken. Ask a colleague to leave one, or a supervisor to add one.",
  },
  "bad-request": {
    status: 400,
    id: "Isian tidak dapat diterima. Periksa kolom yang disebut.",
    en: "The form cannot be accepted. Check the field named.",
  },
  "bad-number": {
    status: 400,
    id: "Nomor telepon tidak dikenali. Tulis seperti 0812… atau +62812….",
    en: "This is not a telephone number. Write it like 0812… or +62812….",
  },
  "too-large": {
    status: 413,
    id: "Kiriman terlalu besar. Ringkas isinya.",
    en: "The request is too large. Shorten it.",
  },
  "not-json": {
    status: 400,
    id: "Kiriman bukan JSON yang benar. Muat ulang layar lalu ulangi.",
    en: "The request is not valid JSON. Reload the screen and repeat it.",
  },
  "not-found": {
    status: 404,
    id: "Alamat ini tidak ada. Lihat /api/openapi.json.",
    en: "There is no such address. See /api/openapi.json.",
  },
  "method-not-allowed": {
    status: 405,
    id: "Cara memanggil alamat ini salah. Lihat /api/openapi.json.",
    en: "This address does not take this method. See /api/openapi.json.",
  },
  "no-recording": {
    status: 404,
    id: "Panggilan ini tidak memiliki rekaman.",
    en: "This call has no recording.",
  },
  "number-withheld": {
    status: 404,
    id: "Nomor penelepon disembunyikan atau sudah dihapus.",
    en: "The caller's number was withheld or has been erased.",
  },
  "no-phone": {
    status: 409,
    id: "Instansi ini belum punya nomor telepon. Pilih yang lain atau ketik nomornya.",
    en: "This agency has no telephone number yet. Choose another one or type the number.",
  },
  "number-not-kept": {
    status: 503,
    id: "Nomor belum bisa disimpan karena basis data terputus. Pilih dari daftar, atau coba lagi.",
    en: "The number cannot be kept while the database is away. Choose from the list, or try again.",
  },
  "unknown-party": {
    status: 404,
    id: "Pihak ini sudah tidak ada di panggilan. Lihat bilah panggilan.",
    en: "This party is no longer in the call. Look at the call bar.",
  },
  "same-party": {
    status: 409,
    id: "Pihak ini sudah ada di panggilan.",
    en: "This party is in the call already.",
  },
  "party-exists": {
    status: 409,
    id: "Masih ada pihak lain di panggilan ini. Selesaikan atau lepas dulu.",
    en: "Somebody else is still in this call. Finish with them or drop them first.",
  },
  "not-waiting": {
    status: 409,
    id: "Penelepon ini tidak sedang menunggu. Lihat antrean untuk yang berikutnya.",
    en: "This caller is not waiting now. Look at the queue for the next one.",
  },
  "not-listening": {
    status: 409,
    id: "Anda tidak sedang menyimak penelepon ini.",
    en: "You are not listening to this caller.",
  },
  "nobody-answered": {
    status: 409,
    id: "Belum ada yang menjawab. Tunggu, atau ambil kembali penelepon.",
    en: "Nobody has answered yet. Wait, or take the caller back.",
  },
  "not-transferred": {
    status: 409,
    id: "Panggilan ini tidak sedang bersama pihak lain. Lihat antrean.",
    en: "This call is not with anybody else. Look at the queue.",
  },
  "unknown-agency": {
    status: 400,
    id: "Instansi tidak dikenal. Pilih dari daftar.",
    en: "Unknown agency. Choose one from the list.",
  },
  "unknown-incident-type": {
    status: 400,
    id: "Jenis kejadian tidak dikenal. Pilih dari daftar.",
    en: "Unknown incident type. Choose one from the list.",
  },
  "unknown-area": {
    status: 400,
    id: "Kelurahan tidak dikenal. Pilih dari daftar atau kosongkan.",
    en: "Unknown kelurahan. Choose one from the list or leave it empty.",
  },
  "bad-policy": {
    status: 422,
    id: "Aturan ini tidak dapat dipakai. Perbaiki nilai yang disebut.",
    en: "This policy cannot be used. Correct the value named.",
  },
  "preview-first": {
    status: 409,
    id: "Lihat dulu akibatnya: jalankan simulasi untuk nilai-nilai ini, lalu simpan.",
    en: "See the effect first: run the simulation for exactly these values, then save.",
  },
  "policy-file": {
    status: 503,
    id: "Berkas aturan tidak dapat ditulis. Aturan lama tetap berlaku; hubungi admin.",
    en: "The policy file cannot be written. The old policy stays in force; tell an admin.",
  },
  "bad-scenario": {
    status: 422,
    id: "Skenario ini tidak dapat dipakai. Perbaiki yang disebut.",
    en: "This scenario cannot be used. Correct what is named.",
  },
  "plan-too-large": {
    status: 422,
    id: "Terlalu banyak untuk sekali hitung. Kurangi jumlah petugas, cara, atau malam yang dicoba.",
    en: "Too much for one run. Ask for fewer operators, policies or seeds.",
  },
  "no-such-run": {
    status: 404,
    id: "Hasil simulasi ini tidak ada lagi. Jalankan lagi.",
    en: "This simulation is no longer kept. Run it again.",
  },
  internal: {
    status: 500,
    id: "Ada gangguan di pusat. Ulangi; bila tetap gagal, lapor penyelia. Panggilan tetap berjalan.",
    en: "Something went wrong in the centre. Try again; if it fails, tell a supervisor. Calls go on.",
  },
};
