"""First and family names that live near the clinics, in pools so that a name sounds like one person's."""

NAMES = {
    "northern": (
        (
            "Ingrid Erik Karin Lars Solveig Nils Greta Anders Margit Otto Helen Walter Ruth Harold June Dale "
            "Lois Curtis Bonnie Roger Elsie Wesley Nora Duane Abigail Owen Claire Tucker Hazel Graham Molly "
            "Everett Tess Russell Ivy Bridget Clayton Maeve Garrett Lydia"
        ),
        (
            "Nyberg Halvorsen Lindgren Aune Sorensen Bakke Engstrom Haugen Tveit Dahlberg Kessler Brauer Metzger Vogel "
            "Novak Kowalski Zielinski Lahti Maki Koskela Beaulieu LaPlante Fairbanks Prentice Hollister Marsh Whitcomb "
            "Sterling Ashby Thorne Gallagher Keane Doyle Farrell Mercer Pruitt Langley Hobbs Crane Winslow"
        ),
    ),
    "spanish": (
        (
            "Lucía Mateo Rosario Emilio Guadalupe Ramón Marisol Joaquín Consuelo Tomás Inés Felipe Dolores "
            "Andrés Ximena Rubén Pilar Gilberto Yolanda Ignacio Beatriz Santiago Esperanza Arturo Camila Fermín "
            "Graciela Leandro Noemí Octavio Paloma Ramiro Socorro Teodoro Valentina Wilfredo Amparo Benicio "
            "Carmela Eloísa"
        ),
        (
            "Archuleta Baca Chávez Durán Escudero Frésquez Gallegos Herrera Jaramillo Lucero Madrid Naranjo "
            "Ortega Padilla Quintana Romero Sandoval Tafoya Ulibarrí Valdez Zamora Armijo Benavidez Córdova "
            "Domínguez Espinoza Gurulé Lovato Maestas Montoya Olivas Peña Rael Salazar Trujillo Vigil Apodaca "
            "Barela Cisneros Montaño"
        ),
    ),
    "somali": (
        (
            "Amina Abdi Hodan Yusuf Fartun Ismail Ifrah Khalid Leyla Omar Sahra Mahad Nasra Idris Zahra Bilal Hibo "
            "Liban Ubah Warsan Faduma Jibril Sagal Deeqa"
        ),
        (
            "Warsame Farah Hersi Jama Nur Osman Guled Aden Haji Samatar Elmi Abukar Barre Roble Egal Duale Mohamud "
            "Shire Gedi Hashi Ali Diriye Awale Kediye"
        ),
    ),
    "asian": (
        (
            "Mai Tou Pa-Houa Chue Linh Minh Thuy Duc Kou Bao Mei-Lin Wei Hana Kenji Soo-Jin Yer Nou Pheng Tuan Lan Anh "
            "Ka-Zoua Sua Fong"
        ),
        (
            "Vang Xiong Yang Lor Moua Thao Her Nguyen Tran Pham Dang Zhang Liu Chen Okada Mori Park Choi Vue Kue Cha "
            "Hang Lim Sato"
        ),
    ),
    "south-asian": (
        "Priya Arjun Meera Rohan Kavita Sanjay Anjali Vikram Lakshmi Dev Sunita Harish Nisha Ravi Asha Gopal",
        (
            "Raman Iyer Chatterjee Deshpande Kapoor Menon Nair Bhatt Pillai Joshi Malhotra Rao Sengupta Varma Kulkarni "
            "Thakur"
        ),
    ),
    "southern": (
        (
            "Denise Marcus Latoya Terrence Imani Darnell Monique Isaiah Tamika Reggie Keisha Jerome Simone Andre "
            "Chioma Emeka Adaeze Kwame Abena Kofi Ngozi Tunde Yvette Malik Renee Desmond Camille Xavier Jasmine "
            "Quentin Gloria Lamar Odessa Cedric Nadine Roosevelt Bernice Clifton Thelma Winston"
        ),
        (
            "Okonkwo Mensah Adeyemi Boateng Eze Diallo Toure Baptiste Toussaint Freeman Gaines Hightower Battle Banks "
            "Booker Broadnax Chatman Dupree Ellison Fontenot Gentry Hairston Ivory Jernigan Lockett Mayfield Nealy "
            "Outlaw Pettway Rainey Sewell Tolliver Upshaw Vance Whitaker Yarbrough Batiste Cobb Dorsey Echols"
        ),
    ),
    "first": (
        (
            "Delphine Elroy Shandiin Nizhoni Tsela Wynona Harlan Leona Raymond Verna Delbert Ardith Loretta "
            "Emmett Geneva Kyle Shania Darrell Marlene Vernon Winifred Leland Cheyenne Dakota Rosalind Alvin "
            "Bernadine Chester Darlene Ernestine Floyd Georgiann Hollis Irma Jolene Keith Lorena Myron Nettie "
            "Orville"
        ),
        (
            "Begay Yazzie Tsosie Benally Nez Bitsui Tso Toledo Chino Lente Abeita Zuni Chavarria Suazo Concho Vallo "
            "Sarracino Antonio Felipe Tenorio Bellanger Roy LaDuke Fineday Northbird Goodsky Drift Isham Boshey Strong "
            "Littlewolf Kingbird Whitebird Day Savage Defoe Houle Smallwood Premo Connor"
        ),
    ),
}

# Out of 100 people who write to a clinic, how many have a name of which pool.
NAME_WEIGHTS = {
    "duluth": {"northern": 62, "spanish": 6, "somali": 3, "asian": 4, "south-asian": 2, "southern": 12, "first": 11},
    "st-cloud": {"northern": 52, "spanish": 8, "somali": 15, "asian": 9, "south-asian": 2, "southern": 10, "first": 4},
    "santa-fe": {"northern": 26, "spanish": 48, "asian": 4, "south-asian": 2, "southern": 7, "first": 13},
}
