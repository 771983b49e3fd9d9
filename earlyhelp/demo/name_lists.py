"""Names that are common among the peoples of the city, to be put together by `names.py`."""

from dataclasses import dataclass, replace


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@dataclass(frozen=True)
class People:
    """Names that go together. `weight` is how many families in a thousand bear them."""

    key: str
    ethnicity: str
    weight: int
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]
    custom: str = "shared"  # how a family name passes on: see names.py
    language: str = "English"
    interpreter: float = 0.0
    wifes_names: tuple[str, ...] = ()


BRITISH = People(
    "british",
    "WBRI",
    470,
    words(
        "Amelia Olivia Isla Ava Ella Grace Freya Poppy Evie Lily Sophie Jessica Ruby Chloe Daisy "
        "Alice Phoebe Florence Millie Lola Maisie Ellie Rosie Scarlett Imogen Lacey Summer Faith "
        "Skye Harriet Bethany Libby Paige Tilly Erin Amber Abigail Caitlin Hollie Megan Leah Lexi "
        "Nancy Orla Penny Robyn Savannah Tegan Willow Zoe Eliza Martha Darcey Heidi Ivy Elsie"
    ),
    words(
        "Oliver George Harry Jack Noah Charlie Jacob Alfie Freddie Oscar Archie Leo Logan Theo "
        "Thomas James Joshua Henry William Max Lucas Mason Ethan Finley Riley Tyler Jayden Callum "
        "Connor Kian Kyle Liam Luke Nathan Owen Reece Ryan Sam Toby Zac Ashton Bailey Corey Dylan "
        "Elliot Frankie Harvey Jenson Kai Lewis Louie Morgan Ollie Reggie Ronnie Stanley Teddy"
    ),
    words(
        "Sarah Emma Kelly Gemma Stacey Lisa Claire Donna Michelle Nicola Leanne Rachel Hayley "
        "Kirsty Laura Natalie Rebecca Samantha Zoe Tracey Joanne Karen Sharon Amy Charlotte "
        "Jade Jodie Kayleigh Lauren Lindsey Lucy Lyndsey Mandy Melissa Naomi Sian Sophie Tina Vicky"
    ),
    words(
        "Darren Lee Wayne Craig Gary Jason Stuart Scott Dean Carl Adam Andrew Ben Chris Daniel "
        "Gareth Ian Jamie John Karl Kevin Mark Martin Matthew Michael Neil Paul Peter Richard "
        "Ross Shane Simon Stephen Steven Terry Tony Ashley Luke Nathan"
    ),
    words(
        "Aldridge Ashwood Bagley Barratt Beddows Blakeway Bradnock Brettell Cartwright Clewlow "
        "Cottrell Cresswell Danks Darby Dunn Eccleston Edwards Fellows Fereday Fieldhouse Flavell "
        "Garbett Gough Grainger Griffiths Guest Haden Hadley Harcourt Harper Hartshorne Hickman "
        "Hingley Hodgetts Homer Icke Jeavons Jukes Kettle Kirkham Lavender Lloyd Longmore Lowe "
        "Mallett Millward Mobberley Nightingale Norwood Onions Parkes Pearsall Perry Plant Poulton "
        "Priest Purcell Rudge Sadler Skidmore Slater Southall Stokes Tandy Timmins "
        "Tonks Turley Underhill Wakelam Walters Wedge Whitehouse Wilkes Woodall Wooldridge Yardley"
    ),
)

PUNJABI = People(
    "punjabi",
    "AIND",
    150,
    words(
        "Simran Harleen Jasleen Manpreet Kiran Amrit Gurleen Navneet Prabhjot Ravneet Sukhmani "
        "Tavleen Avneet Jaspreet Anaya Asees Ishleen Mehak Nimrit Ravleen Sehaj Japji Jiya Anika"
    ),
    words(
        "Arjun Gurveer Harjot Jasraj Karam Arman Jovan Kavan Angad Ekam Fateh Harveer Ishaan "
        "Kirpal Manraj Nihal Ranvir Sahib Tegh Veer Zorawar Aran Dilraj"
    ),
    words(
        "Manjit Kulwinder Jasvir Balvinder Parminder Harpreet Rajinder Sukhwinder Amandeep Navdeep "
        "Ranjit Satwinder Gurpreet Kuljit Mandeep Pardeep Rupinder Sandeep"
    ),
    words(
        "Gurdeep Balbir Harjinder Jaswinder Kulvinder Lakhvir Mohinder Narinder Paramjit Ravinder "
        "Sarbjit Sukhdev Surinder Tarsem Amarjit Bhupinder Dalbir Jagdeep"
    ),
    words(
        "Sandhu Dhaliwal Gill Sidhu Grewal Bains Johal Dosanjh Sahota Uppal Mann Dhillon Rai Atwal "
        "Chahal Purewal Cheema Sangha Virk Samra Khakh Nijjar"
    ),
    custom="kaur_singh",
    language="Panjabi",
    interpreter=0.15,
)

PAKISTANI = People(
    "pakistani",
    "APKN",
    65,
    words(
        "Aisha Zainab Maryam Fatima Hafsa Inaya Sana Aleena Eshal Iqra Laiba Mahnoor Minahil Noor "
        "Rabia Sumaiya Zara Zoya Amna Hania"
    ),
    words(
        "Ayaan Muhammad Ibrahim Hamza Yusuf Zain Adam Bilal Danyal Eesa Faizan Haris Ismail Musa "
        "Rayyan Subhan Talha Umar Zakariya Ali"
    ),
    words("Shazia Nasreen Rukhsana Samina Farzana Saima Nadia Robina Tahira Uzma Yasmin Zahida"),
    words("Imran Tariq Shahid Nadeem Asif Khalid Zahid Waqas Javed Rizwan Sajid Amjad"),
    words("Hussain Khan Mahmood Ahmed Iqbal Malik Akram Rehman Shah Aslam Bashir Rafiq"),
    custom="fathers",
    language="Urdu",
    interpreter=0.25,
    wifes_names=words("Bibi Begum Kauser Akhtar Parveen Jan"),
)

CARIBBEAN = People(
    "caribbean",
    "BCRB",
    55,
    words(
        "Aaliyah Shanice Tiana Jada Amara Kiara Nyah Sienna Tamara Zaria Keira Imani Leona "
        "Renee Tia"
    ),
    words(
        "Jaden Tyrese Malachi Kymani Andre Isaiah Jerome Kaleb Marcus Nathaniel Omari Rashaan "
        "Shaquille Tremaine Xavier Zion"
    ),
    words(
        "Marcia Sonia Yvonne Sharleen Beverley Camille Denise Latoya Monique Simone Tanya Paulette"
    ),
    words(
        "Delroy Errol Winston Leroy Trevor Dwayne Courtney Desmond Fitzroy Carlton Neville Curtis"
    ),
    words(
        "Campbell Gordon Francis Grant Bailey Morrison Pinnock Reid Samuels Thomas Williams Wright "
        "Bryan Dacosta Facey Gayle Henriques Lindo McKenzie Rowe"
    ),
    custom="either",
)

MIXED = People(
    "mixed",
    "MWBC",
    70,
    words(
        "Kiara Mia Jasmine Ebony Tiana Amber Shanelle Leah Nevaeh Aliyah Skye Tamia Kaya Maya Ruby "
        "Esme"
    ),
    words(
        "Jayden Kaiden Tyrell Corey Reuben Levi Jermaine Kai Mylo Tyler Rico Marley Dante Jordan "
        "Nathan Tre"
    ),
    BRITISH.women,
    CARIBBEAN.men,
    (*CARIBBEAN.surnames, "Timmins", "Fellows", "Perry", "Lowe", "Hickman", "Skidmore"),
    custom="either",
)

POLISH = People(
    "polish",
    "WOTH",
    45,
    words("Zuzanna Julia Maja Hanna Oliwia Lena Nadia Amelia Antonina Kornelia Wiktoria Gabriela"),
    words("Jakub Filip Szymon Antoni Kacper Mateusz Oskar Piotr Wojciech Dawid Igor Bartosz"),
    words("Agnieszka Katarzyna Magdalena Joanna Ewelina Monika Beata Iwona Dorota Justyna"),
    words("Marek Tomasz Krzysztof Grzegorz Paweł Łukasz Rafał Mariusz Dariusz Artur"),
    words(
        "Kowalski Wiśniewski Zieliński Kamiński Lewandowski Jabłoński Nowicki Sikorski Wójcik "
        "Mazur Kaczmarek Wróbel"
    ),
    custom="slavic",
    language="Polish",
    interpreter=0.3,
)

ROMANIAN = People(
    "romanian",
    "WOTH",
    32,
    words("Andreea Ioana Maria Sofia Daria Bianca Alexia Denisa Larisa Antonia"),
    words("Andrei David Matei Luca Gabriel Ionuț Rareș Darius Ștefan Cristian"),
    words("Mihaela Elena Cristina Daniela Gabriela Alina Simona Roxana Loredana Florentina"),
    words("Florin Marius Ciprian Bogdan Vasile Gheorghe Nicolae Cătălin Sorin Dumitru"),
    words("Popescu Ionescu Dumitrescu Stan Munteanu Dobre Nistor Ciobanu Lungu Moldovan Petrescu"),
    language="Romanian",
    interpreter=0.45,
)

ROMA = People(
    "roma",
    "WROM",
    10,
    words("Esmeralda Denisa Sabrina Nikola Vanesa Lucia Izabela"),
    words("Roman Denis Marko Patrik Samuel Robert Kevin"),
    words("Renata Zdenka Margita Iveta Helena Vlasta"),
    words("Milan Jozef Ladislav Igor Emil Rudolf"),
    words("Horvath Balog Kotlar Cervenak Gazi Lakatos"),
    language="Slovak",
    interpreter=0.5,
)

NIGERIAN = People(
    "nigerian",
    "BAFR",
    35,
    words("Adaeze Chiamaka Temitope Ifeoma Zainab Oluchi Teniola Ngozi Amarachi Damilola"),
    words("Chidi Emeka Tobi Oluwaseun Kelechi Ayo Uche Femi Ikenna Tunde"),
    words("Folake Blessing Chinwe Funmi Nkechi Patience Bukola Comfort Grace Yetunde"),
    words("Olumide Chukwudi Babatunde Emmanuel Kayode Obinna Segun Ikechukwu Samuel Victor"),
    words("Okafor Adeyemi Eze Balogun Nwosu Okonkwo Adebayo Obi Ogunleye Chukwu Afolabi Uzor"),
)

ZIMBABWEAN = People(
    "zimbabwean",
    "BAFR",
    18,
    words("Tariro Ruvimbo Anesu Chipo Tanaka Nyasha Rutendo Tadiwa"),
    words("Tinashe Tafadzwa Munashe Kudzai Tatenda Anotida Takudzwa Simba"),
    words("Rumbidzai Tendai Memory Precious Sekai Vimbai Fungai Maidei"),
    words("Tawanda Farai Blessing Edmore Shingai Gift Tonderai Nhamo"),
    words("Moyo Ncube Sibanda Dube Mutasa Chirwa Mapfumo Nyathi"),
)

SOMALI = People(
    "somali",
    "BAFR",
    16,
    words("Hodan Sagal Ifrah Nimco Sahra Deeqa Fadumo Ayan Hibaaq"),
    words("Abdirahman Liban Guled Zakaria Bashir Warsame Ayub Idris Sakariye"),
    words("Hawa Amina Khadra Safiya Maryan Sahro Ubah Asha Halima"),
    words("Mohamed Abdi Hassan Yusuf Omar Ali Farah Ismail Nuur"),
    words("Warsame Jama Hersi Adan Duale Elmi Guled Abdullahi Egal"),
    custom="patronymic",
    language="Somali",
    interpreter=0.45,
)

KURDISH = People(
    "kurdish",
    "OOTH",
    22,
    words("Shler Avin Lana Dilnia Rojin Sozan Havin Tara Zhina"),
    words("Aram Diyar Rebin Shwan Zana Hemin Karzan Alan Rawand"),
    words("Nasrin Chnar Gulala Shirin Bahar Runak Kazhal Sazan"),
    words("Azad Karwan Bakhtiar Dler Goran Hiwa Sirwan Rebwar"),
    words("Ahmed Rashid Hamid Qadir Aziz Salih Karim Mustafa"),
    custom="patronymic",
    language="Kurdish",
    interpreter=0.5,
)

BANGLADESHI = People(
    "bangladeshi",
    "ABAN",
    10,
    words("Tahmina Sadia Nusrat Raisa Farhana Maliha Anisa Tasnim"),
    words("Rayhan Tanvir Sabbir Nahid Mahin Rafi Tahsin Shihab"),
    words("Shirin Rahima Nazma Shahida Momtaz Jahanara"),
    words("Abdul Shafiq Rezaul Monir Jamal Nurul"),
    words("Miah Uddin Rahman Islam Choudhury Haque"),
    custom="fathers",
    language="Bengali",
    interpreter=0.35,
    wifes_names=words("Begum Khatun Akter Sultana"),
)

IRISH = People(
    "irish",
    "WIRI",
    12,
    words("Aoife Niamh Ciara Saoirse Roisin Orla Sinead Eimear"),
    words("Cian Oisin Conor Darragh Eoin Ronan Tadhg Fionn"),
    words("Bernadette Siobhan Maeve Grainne Deirdre Una"),
    words("Declan Padraig Eamon Kieran Brendan Seamus"),
    words("O’Neill Gallagher Doherty Kavanagh Brennan O’Sullivan Nolan Tierney"),
)

CHINESE = People(
    "chinese",
    "CHNE",
    8,
    words("Yan Mei Lihua Xinyi Jia Emily"),
    words("Wei Jun Haoran Ming Tao Jason"),
    words("Xiuying Lan Hong Ying Fang Shu"),
    words("Jian Qiang Bo Lei Gang Chun"),
    words("Chen Wong Lam Cheung Liu Tang"),
    language="Chinese",
    interpreter=0.3,
)

PEOPLES = (
    BRITISH,
    PUNJABI,
    PAKISTANI,
    CARIBBEAN,
    MIXED,
    POLISH,
    ROMANIAN,
    ROMA,
    NIGERIAN,
    ZIMBABWEAN,
    SOMALI,
    KURDISH,
    BANGLADESHI,
    IRISH,
    CHINESE,
)

# Families of whom only a request knows bear names that nobody on record has.
STRANGERS = (
    replace(
        BRITISH,
        weight=60,
        surnames=words(
            "Abberley Babbage Catchpole Dimmock Elphick Fothergill Gathercole Hazlewood Inkpen "
            "Jessop Kemble Lightbown Merryweather Nethercott Oldroyd Pettifer Quarmby Ravenhill "
            "Sparrowhawk Thirlwell Uttley Vickerstaff Winterbourne Yelland"
        ),
    ),
    replace(
        PUNJABI, weight=14, custom="shared", surnames=words("Bhamra Kalsi Matharu Panesar Thind")
    ),
    replace(CARIBBEAN, weight=9, surnames=words("Blackstock Cunningham Fenton Pusey Walcott")),
    replace(POLISH, weight=6, surnames=words("Cieślak Gołębiewski Pietrzak Szczepański Żuraw")),
    replace(NIGERIAN, weight=6, surnames=words("Akinwale Ekwueme Olatunji Onyeama Udeh")),
    replace(PAKISTANI, weight=5, surnames=words("Bhatti Chaudhry Dar Qureshi Zaman")),
)
