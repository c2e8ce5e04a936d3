"""Words that titles, names of sheets and headings may hold without changing whom a table counts. What the others mean is asked in `scope`."""

from __future__ import annotations

from typing import Final

HARMLESS: Final = frozenset(
    """
    a activated activation active adalah adm adminduk administrasi agregat ags agst agt agu agustus ahad akhir aktif aktivasi akun and angka
    apr april as asli assalamualaikum at atas atau aug august awal b babel bag bagian bali banyaknya bapak barat baru basis belum berasal
    berdasarkan berikut berjalan bersih bersumber bidang biometric biometrik bip biro blm bln bps bulan bulanan bulletin by c cakupan
    capaian capil card cards cat catatan cek cent cetak cetakan city civil code com copy coverage csv cut cutoff d daerah daftar dalam dan
    dari dashboard data database date daya dec december dengan des desa desember dgn di dibagi dibanding dibuat digital dilakukan dinas
    diolah diperiksa direkam direktorat direktur disampaikan disdukcapil district distrik disusun ditarik ditjen diy dkb dki dkj dob dokumen
    draf draft dukcapil e el electronic elektronik eligible evaluasi feb februari february final fix for form format formulir from gabungan
    gampong gap gelombang gisa go hal halaman hari harian hasil hasilnya hingga hormat http https i ibukota id identitas identity ii iii
    ijin ikd in indonesia induk informasi ini instalasi install instansi istimewa iv ix izin jabar jakarta jam jan januari january jateng jatim
    jawa jenderal jenis jiwa jml jul juli july jum jumat jumlah jumlahnya jun june juni juta kab kabkot kabkota kabupaten kalbar kalimantan
    kalsel kaltara kalteng kaltim kami kamis kampung kantor kartu kasih kd ke keadaan kec kecamatan kekurangan kel kelamin kelompok
    kelurahan kemajuan kemendagri kementerian kep kepala kepemilikan kependudukan kepri kepulauan kerja keseluruhan ket keterangan khususnya
    kinerja kirim kode kondisi konsep konsolidasi konsolidasinya kota ktp ktpel kuartal kubar kukar kumulatif kutim laki lama lampiran lap
    lapor laporan laporkan lembar lengkap lihat lk mahulu malam maluku malut mar march maret masing may mei melakukan memiliki mengetahui
    menurut menyampaikan merekam minggu mingguan mohon monev monitoring mrt nad nagari nama name nasional negeri nihil nilai no nomor non
    nop nopember not note notes nov november ntb ntt number nusa oct october of off ok okt oktober olah olahan oleh on or orang org pada
    page pagi papua pasti pdak peb pebruari pekan pekon pelayanan pem pemantauan pemekaran pemerintah pemerintahan pemilik pemkab pemkot
    pemprov pencapaian pencatatan pencetakan pendaftaran pendataan penduduk penduduknya pengaktifan pengguna people per perbandingan percent
    percentage perekaman perekamannya perempuan peringkat period periode perkembangan perkembangannya persen persentase plt population
    posisi ppu pr presentase print printed profil progres progress prop propinsi prosentase prov province provinsi prr pukul punya pusat q
    quarter rabu rank ranking rata raya ready realisasi realisasinya record recorded recording regency register registered registrasi
    registration rekam rekaman rekap rekapitulasi report republik resume rev revisi ri ribu ringkasan rupiah s sabtu salam salinan sampai
    satuan saudara sd sdh se sebagai sebagaimana sedang sejahtera sekretariat sekretaris seksi selamat selasa selatan selisih seluruh
    seluruhnya sem sementara sementaranya semester semesteran semua senin sep sept september serta server setiap share sheet siak siang siap
    sipil sisa sistem smt sore source statistik status stok subdit sudah suket sulawesi sulbar sulsel sulteng sultra sulut sumatera sumbar
    sumber summary sumsel sumut surat tabel table tabulasi tahap tahun tahunan tanda tanggal target tarikan telah tengah tenggara terakhir
    teraktivasi terbaru tercapai tercetak terdaftar terekam terendah terhadap terima terlampir terpusat tersebut tertanda tertinggi
    terverifikasi tetap tgl th the thn tiap tim timur to total tri triwulan triwulanan ttd tw unit unrecorded untuk update updated upt uptd
    urut urutan utara v valid validasi ver verifikasi versi version vi vii viii village wabarakatuh wajib wajibktp warahmatullahi wb wib
    wilayah wit wita wjb wktp worksheet wr wulan www x xi xii xlsx yang yg yth
    """.split()  # noqa: SIM905
)
"""Words without a group in them; sexes are here for titles that name both."""

LETTERHEAD: Final = (
    r"^\W*(jalan|jl|jln|telp|telepon|tlp|phone|fax|faks|faksimile|website|web|laman|situs|e ?mail|surel|pos el|kode pos|nomor|no|lampiran|perihal|hal|"
    r"kepada|yth|sifat|tembusan|dicetak|diunduh|tanggal cetak|waktu cetak|user|operator|pengguna|sumber|source)\b\W"
)
"""How lines begin that are of a letter or a print-out and not about the table."""
